"""The URL configuration."""

from django.urls import include, path

import core.converters  # noqa: F401, registers the converters that the routes name

urlpatterns = [path("", include("profiles.urls")), path("accounts/", include("accounts.urls"))]
