"""Step 1: a function finds a person and builds the page itself (WALK-3).

A first name may be `<script>`: an f-string would make it markup, `format_html` keeps it text.
"""

from django.http import HttpResponse
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


def page(step, person):
    """Return the page of a person, with the links of a step."""
    names = {"name": person.full_name, "username": person.username}
    links = {"next": step.next.url(person), "source": step.source_url}
    return format_html(PAGE, style=static("style.css"), **names, **links)


@require_safe
def function_by_pk(request, pk):
    person = get_object_or_404(User.objects.visible_to(request.user), pk=pk)
    return HttpResponse(page(STEPS["walkthrough:function_by_pk"], person))
