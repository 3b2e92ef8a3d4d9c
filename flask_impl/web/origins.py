"""Which origins may send a form (CSRF-3, CSRF-4)."""

from urllib.parse import urlsplit

from flask import request
from flask_wtf.csrf import CSRFError

UNSAFE_METHODS = {"POST", "PUT", "PATCH", "DELETE"}


def refuse_foreign_origins():
    """Refuse a form that another site sent, even with a token (CSRF-3, CSRF-4)."""
    if request.blueprint in (None, "api") or request.method not in UNSAFE_METHODS:
        return
    origin = request.headers.get("Origin")
    if origin is None and request.is_secure:
        origin = origin_of(request.referrer or "")
    if origin not in (None, request.host_url.rstrip("/")):
        raise CSRFError("The Origin is another site.")


def origin_of(url):
    """Return the scheme and host that a URL starts with, `null` where there are none."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return "null"
    return f"{parts.scheme}://{parts.netloc}"


def init_app(app):
    app.before_request(refuse_foreign_origins)
