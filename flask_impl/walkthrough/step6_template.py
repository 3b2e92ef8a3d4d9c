"""Step 6: a custom template filter, global function and context processor (WALK-7)."""

from flask import render_template, request
from flask.typing import ResponseReturnValue
from flask_login import current_user
from markupsafe import Markup

from accounts.models import User
from core.extensions import db
from walkthrough.steps import STEPS, bp


@bp.app_template_filter()
def highlight(text, part):
    """Return the text as HTML, escaped, with each occurrence of a part in `<mark>`."""
    parts = text.split(part) if part else [text]
    return Markup("<mark>{}</mark>").format(part).join(parts)


@bp.app_template_global()
def step_url(step, user):
    """Return the URL of a step. A template could also call the method."""
    return step.url(user)


@bp.context_processor
def current_step():
    """Add the step to the context of every template that a view of a step renders."""
    return {"step": STEPS.get(request.endpoint)}


@bp.get("/template/")
def template() -> ResponseReturnValue:
    """List five users, with each occurrence of `?q=` in their names highlighted."""
    users = db.session.scalars(User.visible_to(current_user).order_by(User.id).limit(5))
    return render_template("walkthrough/template.html", people=users, q=request.args.get("q"))
