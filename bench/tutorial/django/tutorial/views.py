"""The profile page."""

from django.shortcuts import get_object_or_404, render

from tutorial.models import Profile


def profile(request, pk):
    """Show a public profile."""
    person = get_object_or_404(Profile, pk=pk, is_active=True, visibility="public")
    return render(request, "profiles/detail.html", {"person": person})
