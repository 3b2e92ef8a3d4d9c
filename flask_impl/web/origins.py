"""Origin and Referer checks of forms (CSRF-3, CSRF-4)."""

from urllib.parse import urlsplit

from flask import current_app, request
from flask_wtf.csrf import CSRFError

UNSAFE_METHODS = {"POST", "PUT", "PATCH", "DELETE"}


def check_origin():
    """Reject a form from another origin, even with a valid CSRF token (CSRF-3, CSRF-4)."""
    if request.blueprint in (None, "api") or request.method not in UNSAFE_METHODS:
        return
    if request.endpoint in current_app.config["ORIGIN_EXEMPT_ENDPOINTS"]:
        return
    origin = request.headers.get("Origin")
    if origin is None and request.is_secure:
        origin = get_origin(request.referrer or "")
    if origin not in (None, request.host_url.rstrip("/")):
        raise CSRFError("The origin does not match the host.")


def get_origin(url):
    """Return the scheme and host of a URL, or `null` if it is invalid."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return "null"
    return f"{parts.scheme}://{parts.netloc}"
