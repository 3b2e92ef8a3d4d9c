"""Jinja2 renders the templates."""

from settings.persistent_connections import *
from settings.persistent_connections import BASE_DIR, TEMPLATES

TEMPLATES.insert(
    0,
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "DIRS": [BASE_DIR / "jinja2"],
        "OPTIONS": {"environment": "tutorial.jinja2.environment"},
    },
)
