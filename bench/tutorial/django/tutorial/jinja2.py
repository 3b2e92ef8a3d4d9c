"""The environment of Jinja2."""

from django.templatetags.static import static
from jinja2 import Environment


def environment(**options):
    """Return the environment with the function `static`, as Django's documentation shows."""
    found = Environment(**options)  # noqa: S701  # Django turns autoescape on
    found.globals["static"] = static
    return found
