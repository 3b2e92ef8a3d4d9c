"""The URLs."""

from django.contrib import admin
from django.urls import include, path

urlpatterns = [
    path("admin/", admin.site.urls),
    path("accounts/", include("profiles.account_urls")),
    path("api/", include("profiles.api_urls")),
    path("", include("profiles.urls")),
]
