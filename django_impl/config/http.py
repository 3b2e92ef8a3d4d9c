"""What every request and every answer goes through."""

import time
from urllib.parse import unquote_to_bytes
from uuid import uuid4

import structlog
from django.conf import settings
from django.http import HttpResponse, HttpResponsePermanentRedirect
from django.middleware import common
from structlog.contextvars import bind_contextvars, clear_contextvars

from config.errors import error_page

request_logger = structlog.get_logger("request")
MAX_BODY = 1_000_000  # bytes
HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; img-src 'self' data:; form-action 'self';"
        " base-uri 'none'; frame-ancestors 'none'"
    ),
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}


class PermanentRedirect(HttpResponsePermanentRedirect):
    """A permanent redirect that keeps the method and the body."""

    status_code = 308


class CommonMiddleware(common.CommonMiddleware):
    """Check the Host, and add a missing slash without losing a POST (ROUTE-1)."""

    response_redirect_class = PermanentRedirect


def believe_proxies(get_response):
    """Take the visitor's address from the proxies in front, where there are any (HOST-2)."""

    def middleware(request):
        request.META["REMOTE_ADDR"] = address_of(request.META)
        return get_response(request)

    return middleware


def address_of(environ):
    """Return the visitor's address, from the proxies in front where there are any (HOST-2)."""
    header = environ.get("HTTP_X_FORWARDED_FOR", "")
    addresses = [address.strip() for address in header.split(",") if address.strip()]
    if 0 < settings.PROXY_HOPS <= len(addresses):
        return addresses[-settings.PROXY_HOPS]
    return environ["REMOTE_ADDR"]


def log_requests(get_response):
    """Log one line for each request, under an id that the answer carries too (LOG-1)."""

    def middleware(request):
        began, request_id = time.perf_counter(), uuid4().hex
        clear_contextvars()
        address = request.META["REMOTE_ADDR"]
        bind_contextvars(
            request_id=request_id, address=address, method=request.method, path=request.path
        )
        response = get_response(request)
        log_request(response.status_code, began)
        response["X-Request-ID"] = request_id
        return response

    return middleware


def log_request(status, began, **request):
    """Log the line of a request: which one, where that is not bound to all lines of this thread."""
    milliseconds = round((time.perf_counter() - began) * 1000)
    request_logger.info("request", status=status, milliseconds=milliseconds, **request)


def set_security_headers(get_response):
    """Say what browsers may do with any answer, beyond what Django or a view says (HEADER-1)."""

    def middleware(request):
        response = get_response(request)
        for name, value in HEADERS.items():
            response.setdefault(name, value)
        return response

    return middleware


def refuse_bodies(get_response):
    """Refuse a body of unknown length, and one that is too large (BODY-1, BODY-2)."""

    def middleware(request):
        if "Transfer-Encoding" in request.headers:
            return error_page(request, 411)
        if int(request.headers.get("Content-Length") or 0) > MAX_BODY:
            return error_page(request, 413)
        return get_response(request)

    return middleware


def refuse_strange_forms(get_response):
    """Refuse bytes that are no UTF-8 (BODY-4). Django itself counts the fields (BODY-3)."""

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


def describe_method_not_allowed(get_response):
    """Give the bare 405 of a view the site's own page (ERROR-2), and OPTIONS none (ROUTE-3)."""

    def middleware(request):
        response = get_response(request)
        if response.status_code == 405 and not getattr(response, "content", b""):
            if request.method == "OPTIONS":  # to which a class has an answer, but not a function
                return HttpResponse(headers={"Allow": f"{response['Allow']}, OPTIONS"})
            page = error_page(request, 405)
            for name in {"Allow", "Cache-Control", "Vary"} & set(response.headers):
                page[name] = response[name]
            return page
        return response

    return middleware


def keep_sessions_out_of_caches(get_response):
    """Forbid storing what a session had a part in: a login or a form's token (SESSION-4)."""

    def middleware(request):
        response = get_response(request)
        uses_session = request.session.accessed and not request.session.is_empty()
        if uses_session or "no-store" in response.get("Cache-Control", ""):
            response["Cache-Control"] = "private, no-store"
            response.headers.pop("Expires", None)  # Django's own says the same twice
        return response

    return middleware
