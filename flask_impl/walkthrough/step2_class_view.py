"""Step 2: a class-based view, with a template (WALK-4)."""

from flask import render_template
from flask.typing import ResponseReturnValue
from flask.views import View
from flask_login import current_user

from accounts.models import User
from core.extensions import db
from walkthrough.steps import bp


class ProfileView(View):
    """Show the user with this primary key."""

    init_every_request = False  # one instance handles all requests: store nothing on `self`

    def dispatch_request(self, pk: int) -> ResponseReturnValue:
        user = db.first_or_404(User.visible_to(current_user).where(User.id == pk))
        return render_template("accounts/user_detail.html", person=user)


bp.add_url_rule("/class-view/profile/<pk:pk>/", view_func=ProfileView.as_view("class_by_pk"))
