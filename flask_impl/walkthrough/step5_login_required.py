"""Step 5: no argument; the person comes from the login, for which one is asked (WALK-6)."""

from flask import render_template
from flask.views import View
from flask_login import current_user, login_required

from walkthrough.steps import bp


class OwnProfileView(View):
    """Show who is logged in; send others to log in, and back."""

    decorators = [login_required]  # that of functions, put around what `as_view` makes
    init_every_request = False

    def dispatch_request(self):
        return render_template("accounts/user_detail.html", person=self.get_object())

    def get_object(self):
        return current_user


bp.add_url_rule("/login-required/profile/", view_func=OwnProfileView.as_view("login_required"))
