"""Step 1: a function-based view that builds the page itself (WALK-3).

A first name may contain `<script>`. `format_html` escapes it; an f-string does not.
"""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.templatetags.static import static
from django.utils.html import format_html
from django.views.decorators.http import require_safe

from accounts.models import User
from walkthrough.steps import STEPS

PAGE = """<!DOCTYPE html>
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
</main>"""


def render_page(step, user):
    """Return the page of a user, with the links of a step."""
    fields = {"name": user.full_name, "username": user.username}
    links = {"next": step.next.url(user), "source": step.source_url}
    return format_html(PAGE, style=static("style.css"), **fields, **links)


@require_safe
def function_by_pk(request: HttpRequest, pk: int) -> HttpResponse:
    user = get_object_or_404(User.objects.visible_to(request.user), pk=pk)
    return HttpResponse(render_page(STEPS["walkthrough:function_by_pk"], user))
