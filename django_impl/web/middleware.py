"""Middleware: request log, body limits, security headers, caching headers."""

import time
from functools import partial
from urllib.parse import unquote_to_bytes
from uuid import uuid4

import structlog
from django.conf import settings
from django.http import HttpResponse, HttpResponsePermanentRedirect, UnreadablePostError
from django.middleware import common
from django.utils.http import escape_leading_slashes
from structlog.contextvars import bound_contextvars

from web.errors import error_page

request_logger = structlog.get_logger("request")
DEBUG_PAGE = b'<meta name="robots" content="NONE,NOARCHIVE">'  # Django's, with inline scripts
HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; img-src 'self' data:; form-action 'self';"
        " base-uri 'none'; frame-ancestors 'none'"
    ),
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}


class CommonMiddleware(common.CommonMiddleware):
    """Extends `django.middleware.common.CommonMiddleware`: appends slashes with 308 (ROUTE-1)."""

    response_redirect_class = staticmethod(
        partial(HttpResponsePermanentRedirect, preserve_request=True)
    )

    def get_full_path_with_slash(self, request):
        """Return the path with a slash. In debug mode, Django raises an error: 301 loses data."""
        return escape_leading_slashes(request.get_full_path(force_append_slash=True))


def log_requests(get_response):
    """Log one line for each request, with an id that is also in X-Request-ID (LOG-1)."""

    def middleware(request):
        started, request_id = time.perf_counter(), uuid4().hex
        ip_address = request.META["REMOTE_ADDR"]
        with bound_contextvars(
            request_id=request_id, ip_address=ip_address, method=request.method, path=request.path
        ):
            response = get_response(request)
            milliseconds = round((time.perf_counter() - started) * 1000)
            request_logger.info("request", status=response.status_code, milliseconds=milliseconds)
        response["X-Request-ID"] = request_id
        return response

    return middleware


def remove_head_body(get_response):
    """Remove the body of a response to HEAD, which the server would drop with a warning (LOG-1)."""

    def middleware(request):
        response = get_response(request)
        if request.method == "HEAD" and not response.streaming:
            response.content = b""
        return response

    return middleware


def limit_request_body(get_response):
    """Reject a chunked, too large or incomplete body (BODY-1, BODY-2, BODY-8)."""

    def middleware(request):
        length = request.headers.get("Content-Length") or "0"
        if "Transfer-Encoding" in request.headers:
            return error_page(request, 411)
        if not length.isdecimal():
            return error_page(request, 400)
        if int(length) > settings.DATA_UPLOAD_MAX_MEMORY_SIZE:
            return error_page(request, 413)
        if not is_complete(request, int(length)):
            return error_page(request, 400)
        return get_response(request)

    return middleware


def is_complete(request, length):
    """Read the body; return whether it has this length."""
    try:
        return len(request.body) == length
    except UnreadablePostError:
        return False


def reject_invalid_utf8(get_response):
    """Reject a query string or form that is not UTF-8 (BODY-4)."""

    def middleware(request):
        texts = [request.META.get("QUERY_STRING", "").encode("latin-1")]
        if request.content_type == "application/x-www-form-urlencoded":
            texts.append(request.body)
        try:
            for text in texts:
                unquote_to_bytes(text).decode()
        except UnicodeDecodeError:
            return error_page(request, 400)
        return get_response(request)

    return middleware


def render_method_not_allowed(get_response):
    """Add the error page to a 405 (ERROR-2); respond to OPTIONS with Allow (ROUTE-3)."""

    def middleware(request):
        response = get_response(request)
        if response.status_code == 405 and not getattr(response, "content", b""):
            if request.method == "OPTIONS":  # a function view has no `options` method
                return HttpResponse(headers={"Allow": f"{response['Allow']}, OPTIONS"})
            page = error_page(request, 405)
            for name in {"Allow", "Cache-Control", "Vary"} & set(response.headers):
                page[name] = response[name]
            return page
        return response

    return middleware


def set_security_headers(get_response):
    """Add the security headers that Django does not set (HEADER-1)."""

    def middleware(request):
        response = get_response(request)
        for name, value in HEADERS.items():
            response.setdefault(name, value)
        if settings.DEBUG and not response.streaming and DEBUG_PAGE in response.content:
            del response["Content-Security-Policy"]
        return response

    return middleware


def prevent_session_caching(get_response):
    """Prevent caches from storing a response that used the session (SESSION-4)."""

    def middleware(request):
        response = get_response(request)
        uses_session = request.session.accessed and not request.session.is_empty()
        if uses_session or "no-store" in response.get("Cache-Control", ""):
            response["Cache-Control"] = "private, no-store"
            response.headers.pop("Expires", None)  # set by never_cache, redundant here
        return response

    return middleware
