"""The URL configuration."""

from django.conf import settings
from django.urls import include, path

import core.converters  # noqa: F401, registers the converters that the routes name
from ops import health
from web import errors
from web.admin import admin_site

health_urls = [
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("metrics", health.metrics, name="metrics"),
]
urlpatterns = [
    path("", include("profiles.urls")),
    path("accounts/", include("accounts.urls")),
    path("accounts/", include("passwords.urls")),
    path("accounts/", include("tokens.urls")),
    path("admin/", admin_site.urls),
    path("api/", include("api.urls")),
    path("stats/", include("stats.urls")),
    path("", include((health_urls, "health"))),
]
if settings.GRANTS:
    urlpatterns += [path("accounts/", include("grants.urls"))]
if settings.WALKTHROUGH:
    urlpatterns += [path("walkthrough/", include("walkthrough.urls"))]
if settings.OIDC:
    urlpatterns += [path("accounts/", include("oidc.urls"))]
if settings.OAUTH:
    urlpatterns += [path("", include("oauth.urls"))]
if settings.DEBUG_TOOLBAR:
    urlpatterns += [path("__debug__/", include("debug_toolbar.urls"))]

handler400 = errors.bad_request
handler403 = errors.permission_denied
handler404 = errors.page_not_found
handler500 = errors.server_error
