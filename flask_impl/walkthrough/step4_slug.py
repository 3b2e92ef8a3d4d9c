"""Step 4: the class of step 2, with a username in the URL (WALK-4)."""

from flask import render_template
from flask.typing import ResponseReturnValue
from flask.views import View
from flask_login import current_user

from accounts.models import User
from core.extensions import db
from walkthrough.steps import bp


class ProfileByColumnView(View):
    """Show the user with a value in a column; `as_view` sets the column and the URL argument."""

    init_every_request = False

    def __init__(self, column, argument):
        self.column = column
        self.argument = argument

    def dispatch_request(self, **arguments) -> ResponseReturnValue:
        value = arguments[self.argument]
        user = db.first_or_404(User.visible_to(current_user).where(self.column == value))
        return render_template("accounts/user_detail.html", person=user)


by_slug = ProfileByColumnView.as_view("class_by_slug", User.username, "slug")
bp.add_url_rule("/slug-field/profile/<username:slug>/", view_func=by_slug)

by_username = ProfileByColumnView.as_view("class_by_username", User.username, "username")
bp.add_url_rule("/class-view/profile/<username:username>/", view_func=by_username)
