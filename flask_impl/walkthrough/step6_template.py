"""Step 6: a filter, a global function and a context processor of our own (WALK-7)."""

from flask import render_template, request
from flask_login import current_user
from markupsafe import Markup

from accounts.models import User
from core.extensions import db
from walkthrough.steps import STEPS, bp


@bp.app_template_filter()
def marked(text, part):
    """Return the text as markup, with each occurrence of a part in `<mark>`, all of it escaped."""
    parts = text.split(part) if part else [text]
    return Markup("<mark>{}</mark>").format(part).join(parts)


@bp.app_template_global()
def step_url(step, person):
    """Return the address of a step. A template could call the method, too."""
    return step.url(person)


@bp.context_processor
def present_step():
    """Give the templates of this blueprint the step whose page they make."""
    return {"step": STEPS.get(request.endpoint)}


@bp.get("/template/")
def template():
    """List five people, with `?q=` marked in their names."""
    people = db.session.scalars(User.visible_to(current_user).order_by(User.id).limit(5))
    return render_template("walkthrough/template.html", people=people, q=request.args.get("q"))
