"""Step 5: the profile of the authenticated user, without a URL argument (WALK-6)."""

from flask import render_template
from flask.typing import ResponseReturnValue
from flask.views import View
from flask_login import current_user, login_required

from walkthrough.steps import bp


class MyProfileView(View):
    """Show the authenticated user; redirect anonymous users to the login page."""

    decorators = [login_required]  # applied to the function that `as_view` returns
    init_every_request = False

    def dispatch_request(self) -> ResponseReturnValue:
        return render_template("accounts/user_detail.html", person=self.get_object())

    def get_object(self):
        return current_user


bp.add_url_rule("/login-required/profile/", view_func=MyProfileView.as_view("login_required"))
