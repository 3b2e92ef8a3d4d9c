"""Step 3: the function of step 1, with a username in the URL (WALK-3)."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from accounts.models import User
from walkthrough.step1_function_view import render_page
from walkthrough.steps import STEPS


@require_safe
def function_by_username(request: HttpRequest, username: str) -> HttpResponse:
    user = get_object_or_404(User.objects.visible_to(request.user), username=username)
    return HttpResponse(render_page(STEPS["walkthrough:function_by_username"], user))
