"""What every request and every answer goes through."""

import re
import time
from ipaddress import ip_address
from urllib.parse import unquote_to_bytes
from uuid import uuid4

import flask
import structlog
from flask import abort, current_app, g, request, session
from flask.globals import request_ctx
from structlog.contextvars import bind_contextvars, clear_contextvars
from werkzeug.datastructures import ImmutableMultiDict
from werkzeug.exceptions import BadRequestKeyError
from werkzeug.http import parse_date
from werkzeug.wsgi import get_host

request_logger = structlog.get_logger("request")
MAX_BODY = 1_000_000  # bytes
MAX_FIELDS = 1000
DATE_HEADERS = ("HTTP_IF_MODIFIED_SINCE", "HTTP_IF_UNMODIFIED_SINCE", "HTTP_IF_RANGE")
DEFAULT_PORTS = {"http": ":80", "https": ":443"}
HEADERS = {
    "X-Frame-Options": "DENY",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; img-src 'self' data:; form-action 'self';"
        " base-uri 'none'; frame-ancestors 'none'"
    ),
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}


class LastValues(ImmutableMultiDict):
    """Parameters, of which the last one counts where several have one name (BODY-5)."""

    def __getitem__(self, name):
        if name not in self:
            raise BadRequestKeyError(name)
        return self.getlist(name)[-1]


class Request(flask.Request):
    """Flask's own, but for parameters that come several times and what a client may ask in vain."""

    parameter_storage_class = LastValues

    def __init__(self, environ, *args, **options):
        """Ignore an Upgrade (ROUTE-4), and leave it to Werkzeug to see a body cut off (BODY-8)."""
        environ.pop("HTTP_UPGRADE", None)
        environ.pop("wsgi.input_terminated", None)
        environ["PATH_INFO"] = environ.get("PATH_INFO") or "/"
        for name in {"HTTP_ORIGIN", "HTTP_REFERER", "HTTP_HOST"} & environ.keys():
            environ[name] = normalize_origin(environ[name])
        for name in DATE_HEADERS:
            if not is_readable_date(environ.get(name)):
                del environ[name]  # as any other invalid date (RFC 9110, 13.1.3)
        super().__init__(environ, *args, **options)


def is_readable_date(value):
    """Return whether Werkzeug can read the date in a header, or there is none (BODY-7)."""
    try:
        parse_date(value)
    except OverflowError:
        return False
    return True


def normalize_origin(url):
    """Return a URL with its scheme and host in lower case, and no default port (RFC 6454)."""
    scheme, separator, rest = url.partition("://")
    host, *path = re.split("(?=[/?#])", rest, maxsplit=1)
    port = DEFAULT_PORTS.get(scheme.lower(), "")
    return "".join([scheme.lower(), separator, host.lower().removesuffix(port), *path])


def believe_proxies():
    """Take the visitor's address from the proxies in front, where there are any (HOST-2).

    ProxyFix would parse the header, and let a quote from a visitor swallow what a proxy added.
    """
    request.remote_addr = address_of(request.environ, current_app.config["PROXY_HOPS"])


def address_of(environ, hops):
    """Return the visitor's address, from the proxies in front where there are any (HOST-2)."""
    header = environ.get("HTTP_X_FORWARDED_FOR", "")
    entries = [environ.get("REMOTE_ADDR", ""), *filter(str.strip, header.split(","))]
    hops = hops if hops < len(entries) else 0
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


def begin_request():
    """Give the request an id, under which all that it logs can be found (LOG-1)."""
    g.began, g.request_id = time.perf_counter(), uuid4().hex
    bind_contextvars(
        request_id=g.request_id,
        address=request.remote_addr,
        method=request.method,
        path=request.path,
    )


def end_request(response):
    """Log one line for each request, under an id that the answer carries too (LOG-1)."""
    milliseconds = round((time.perf_counter() - g.began) * 1000)
    request_logger.info("request", status=response.status_code, milliseconds=milliseconds)
    response.headers["X-Request-ID"] = g.request_id
    return response


def end_context(error):
    """Forget the request: what this thread logs next is of another one (LOG-5)."""
    clear_contextvars()


def refuse_unknown_hosts():
    """Refuse a Host that is not ours (HOST-1).

    Flask's TRUSTED_HOSTS would do it before there are URLs for the links of the error page. Nor are
    there any for a Host that is no host name at all.
    """
    if request_ctx.url_adapter is None:
        request_ctx.url_adapter = current_app.url_map.bind("localhost")
    get_host(request.environ, current_app.config["ALLOWED_HOSTS"])


def refuse_bodies():
    """Refuse a body of unknown length, too large or cut off (BODY-1, BODY-2, BODY-8)."""
    if "Transfer-Encoding" in request.headers:
        abort(411)
    if (request.content_length or 0) > MAX_BODY:
        abort(413)
    request.get_data()  # which aborts with 400 where the client has not sent all of it


def refuse_strange_forms():
    """Refuse bytes that are no UTF-8, too many fields, or one without a name (BODY-3, 4, 7)."""
    texts = [request.query_string]
    if request.mimetype == "application/x-www-form-urlencoded":
        texts.append(request.get_data())
    try:
        for text in texts:
            unquote_to_bytes(text).decode()
    except UnicodeDecodeError:
        abort(400)
    if sum(map(len, request.form.listvalues())) > MAX_FIELDS or None in request.form:
        abort(400)


def refuse_empty_path_segments():
    """Refuse a path that starts with two slashes, which routing would take for one (ROUTE-2)."""
    if request.environ["PATH_INFO"].startswith("//"):
        abort(404)


def set_security_headers(response):
    """Say what browsers may do with any answer (HEADER-1, HEADER-2)."""
    response.headers.update(HEADERS)
    if request.is_secure and current_app.config["HSTS_SECONDS"]:
        response.headers["Strict-Transport-Security"] = (
            f"max-age={current_app.config['HSTS_SECONDS']}"
        )
    return response


def keep_sessions_out_of_caches(response):
    """Forbid storing what a session had a part in: a login or a form's token (SESSION-4)."""
    if request.endpoint != "static" and session:
        response.headers["Cache-Control"] = "private, no-store"
    return response


def init_app(app):
    app.request_class = Request
    app.before_request(believe_proxies)
    app.before_request(begin_request)
    app.before_request(refuse_unknown_hosts)
    app.before_request(refuse_bodies)
    app.before_request(refuse_empty_path_segments)
    app.before_request(refuse_strange_forms)
    app.after_request(end_request)
    app.after_request(set_security_headers)
    app.after_request(keep_sessions_out_of_caches)
    app.teardown_request(end_context)
