"""The URL configuration, with password reset links that both implementations read."""

from django.urls import include, path

from config.urls import handler400, handler403, handler404, handler500  # noqa: F401
from sharing.reset import ResetConfirmView

urlpatterns = [
    path("accounts/reset/<uidb64>/<token>/", ResetConfirmView.as_view()),
    path("", include("config.urls")),
]
