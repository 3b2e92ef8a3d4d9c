"""Which view answers which address."""

from django.urls import include, path

import core.converters  # noqa: F401, registers the converters that the routes name
from ops import health
from web import errors
from web.admin import site

health_urls = [
    path("healthz", health.AliveView.as_view(), name="healthz"),
    path("readyz", health.ReadyView.as_view(), name="readyz"),
    path("metrics", health.MetricsView.as_view(), name="metrics"),
]
urlpatterns = [
    path("", include("profiles.urls")),
    path("accounts/", include("accounts.urls")),
    path("accounts/", include("passwords.urls")),
    path("accounts/", include("tokens.urls")),
    path("admin/", site.urls),
    path("api/", include("api.urls")),
    path("stats/", include("stats.urls")),
    path("walkthrough/", include("walkthrough.urls")),
    path("", include((health_urls, "health"))),
]

handler400 = errors.bad_request
handler403 = errors.permission_denied
handler404 = errors.page_not_found
handler500 = errors.server_error
