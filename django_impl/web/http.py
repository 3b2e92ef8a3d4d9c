"""What every request and every answer goes through."""

import re
import time
from ipaddress import ip_address
from urllib.parse import unquote_to_bytes
from uuid import uuid4

import structlog
from django.conf import settings
from django.core.handlers import wsgi
from django.http import HttpResponse, HttpResponsePermanentRedirect, UnreadablePostError
from django.http.multipartparser import MultiPartParserError
from django.middleware import common
from structlog.contextvars import bound_contextvars

from web.errors import error_page

request_logger = structlog.get_logger("request")
MAX_BODY = 1_000_000  # bytes
DEFAULT_PORTS = {"http": ":80", "https": ":443"}
BOUNDARY = re.compile(r";\s*boundary=(\"[^\"]*\"|[^\s;\"]+)", re.IGNORECASE)
DEBUG_PAGE = b'<meta name="robots" content="NONE,NOARCHIVE">'  # with scripts and styles of its own
HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; img-src 'self' data:; form-action 'self';"
        " base-uri 'none'; frame-ancestors 'none'"
    ),
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}


class Request(wsgi.WSGIRequest):
    """Django's own, which takes no encoding from a client, and no default port for an origin."""

    def __init__(self, environ):
        """Keep of the Content-Type what a form needs: any codec of Python could be in the rest."""
        kind, separator, rest = environ.get("CONTENT_TYPE", "").partition(";")
        boundary = BOUNDARY.search(separator + rest)
        environ["CONTENT_TYPE"] = kind.strip() + (boundary[0] if boundary else "")
        for name in {"HTTP_ORIGIN", "HTTP_REFERER"} & environ.keys():
            environ[name] = normalize_origin(environ[name])
        super().__init__(environ)

    def get_host(self):
        return super().get_host().lower().removesuffix(DEFAULT_PORTS[self.scheme])

    def parse_file_upload(self, META, post_data):
        """Parse a form; raise MultiPartParserError also for a part whose headers make no sense."""
        try:
            return super().parse_file_upload(META, post_data)
        except (LookupError, TypeError, ValueError) as error:
            raise MultiPartParserError(str(error)) from error


class WSGIHandler(wsgi.WSGIHandler):
    request_class = Request


def normalize_origin(url):
    """Return a URL with its scheme and host in lower case, and no default port (RFC 6454)."""
    scheme, separator, rest = url.partition("://")
    host, *path = re.split("(?=[/?#])", rest, maxsplit=1)
    port = DEFAULT_PORTS.get(scheme.lower(), "")
    return "".join([scheme.lower(), separator, host.lower().removesuffix(port), *path])


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
    entries = [environ.get("REMOTE_ADDR", ""), *filter(str.strip, header.split(","))]
    hops = settings.PROXY_HOPS if len(entries) > settings.PROXY_HOPS else 0
    return ip_address_of(entries[-hops]) or ip_address_of(entries[0]) or entries[0]


def ip_address_of(text):
    """Return the IP address that a proxy names in one spelling, or None where that is none.

    A port, brackets, quotes and the zone of an address make no other visitor.
    """
    text = text.strip(' "')
    if parts := re.fullmatch(r"\[(.*)\](?::\d+)?|([^:]*):\d+", text):
        text = parts[1] or parts[2]
    try:
        address = ip_address(text.partition("%")[0])
    except ValueError:
        return None
    return str(getattr(address, "ipv4_mapped", None) or address)


def log_requests(get_response):
    """Log one line for each request, under an id that the answer carries too (LOG-1)."""

    def middleware(request):
        began, request_id = time.perf_counter(), uuid4().hex
        address = request.META["REMOTE_ADDR"]
        with bound_contextvars(
            request_id=request_id, address=address, method=request.method, path=request.path
        ):
            response = get_response(request)
            milliseconds = round((time.perf_counter() - began) * 1000)
            request_logger.info("request", status=response.status_code, milliseconds=milliseconds)
        response["X-Request-ID"] = request_id
        return response

    return middleware


def set_security_headers(get_response):
    """Say what browsers may do with any answer, beyond what Django or a view says (HEADER-1)."""

    def middleware(request):
        response = get_response(request)
        for name, value in HEADERS.items():
            response.setdefault(name, value)
        if settings.DEBUG and not response.streaming and DEBUG_PAGE in response.content:
            del response["Content-Security-Policy"]
        return response

    return middleware


def refuse_bodies(get_response):
    """Refuse a body of unknown length, too large or cut off (BODY-1, BODY-2, BODY-8)."""

    def middleware(request):
        length = request.headers.get("Content-Length") or "0"
        if "Transfer-Encoding" in request.headers:
            return error_page(request, 411)
        if not length.isdecimal():
            return error_page(request, 400)
        if int(length) > MAX_BODY:
            return error_page(request, 413)
        if not is_whole(request, int(length)):
            return error_page(request, 400)
        return get_response(request)

    return middleware


def is_whole(request, length):
    """Read the body; return whether the client has sent all of it."""
    try:
        return len(request.body) == length
    except UnreadablePostError:
        return False


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
