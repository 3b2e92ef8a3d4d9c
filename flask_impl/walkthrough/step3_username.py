"""Step 3: the function of step 1, with a username in the URL (WALK-3)."""

from flask.typing import ResponseReturnValue
from flask_login import current_user

from accounts.models import User
from core.extensions import db
from walkthrough.step1_function_view import render_page
from walkthrough.steps import STEPS, bp


@bp.get("/function-view/profile/<username:username>/")
def function_by_username(username: str) -> ResponseReturnValue:
    user = db.first_or_404(User.visible_to(current_user).where(User.username == username))
    return render_page(STEPS["walkthrough.function_by_username"], user)
