"""Step 1: a function-based view that builds the page itself (WALK-3).

A first name may contain `<script>`. `Markup.format` escapes it; an f-string does not.
"""

from flask import url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user
from markupsafe import Markup

from accounts.models import User
from core.extensions import db
from walkthrough.steps import STEPS, bp

PAGE = Markup("""<!DOCTYPE html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="icon" href="data:,">
<link rel="stylesheet" href="{style}">
<title>{name}</title>
<main>
  <h1>{name}</h1>
  <p id="username">{username}</p>
  <p><a id="next" href="{next}">Next step</a>, <a id="source" href="{source}">source</a></p>
</main>""")


def render_page(step, user):
    """Return the page of a user, with the links of a step."""
    fields = {"name": user.full_name, "username": user.username}
    links = {"next": step.next.url(user), "source": step.source_url}
    return PAGE.format(style=url_for("static", filename="style.css"), **fields, **links)


@bp.get("/function-view/profile/<pk:pk>/")
def function_by_pk(pk: int) -> ResponseReturnValue:
    user = db.first_or_404(User.visible_to(current_user).where(User.id == pk))
    return render_page(STEPS["walkthrough.function_by_pk"], user)
