"""The API: users as JSON."""

from django.http import JsonResponse
from django.shortcuts import get_object_or_404
from django.urls import path

from profiles.models import Token
from profiles.views import people, visible_to


def represent(user):
    """Return what the API says about a user."""
    return {
        "id": user.pk,
        "username": user.username,
        "full_name": user.get_full_name() or user.username,
        "bio": user.profile.bio,
        "location": user.profile.location,
        "website": user.profile.website,
        "date_joined": user.date_joined,
    }


def by_pk(request, pk):
    """Return the user with this primary key."""
    user = get_object_or_404(visible_to(request.user), pk=pk)
    return JsonResponse(represent(user))


def me(request):
    """Return the user whose token the client sends, with the email address."""
    key = request.headers.get("Authorization", "").removeprefix("Bearer ")
    token = Token.objects.filter(key=key, user__in=people).first()
    if token is None:
        return JsonResponse({"detail": "Send a token."}, status=401)
    return JsonResponse(represent(token.user) | {"email": token.user.email})


app_name = "api"
urlpatterns = [path("me/", me, name="me"), path("users/<int:pk>/", by_pk, name="by_pk")]
