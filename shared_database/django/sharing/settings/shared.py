"""Settings of an implementation that shares its database; they extend those of an environment."""

from config.settings.base import INSTALLED_APPS, MIDDLEWARE

CSRF_MIDDLEWARE = MIDDLEWARE.index("django.middleware.csrf.CsrfViewMiddleware")

INSTALLED_APPS = [*INSTALLED_APPS, "sharing"]
MIDDLEWARE = [
    "sharing.served_by.add_served_by",
    *MIDDLEWARE[:CSRF_MIDDLEWARE],
    "sharing.csrf.OtherFormsMiddleware",
    *MIDDLEWARE[CSRF_MIDDLEWARE:],
]
ROOT_URLCONF = "sharing.urls"
SESSION_ENGINE = "sharing.sessions"
MESSAGE_STORAGE = "sharing.messages.MessageStorage"
