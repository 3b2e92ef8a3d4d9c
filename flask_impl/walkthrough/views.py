"""The list of the steps."""

from flask import render_template
from flask.typing import ResponseReturnValue
from flask_login import current_user

from accounts.models import User
from core.extensions import db
from walkthrough import (  # noqa: F401, registers their routes and hooks
    debug_page,
    step1_function_view,
    step2_class_view,
    step3_username,
    step4_slug,
    step5_login_required,
    step6_template,
    step7_hooks,
    step8_errors,
    step9_url_values,
    step10_configuration,
    step11_apps,
    step12_peewee,
)
from walkthrough.steps import STEPS, bp


@bp.get("/")
def index() -> ResponseReturnValue:
    """List the steps, with links to the first user visible to the current user (WALK-1)."""
    _, *steps = STEPS.values()
    user = db.session.scalar(User.visible_to(current_user).order_by(User.id).limit(1))
    return render_template("walkthrough/index.html", steps=steps, person=user)
