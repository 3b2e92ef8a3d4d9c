"""Request hooks: request log, body limits, security headers, caching headers."""

import time
from urllib.parse import unquote_to_bytes
from uuid import uuid4

import structlog
from flask import abort, current_app, g, request, session
from structlog.contextvars import bind_contextvars, clear_contextvars
from werkzeug.wsgi import get_host

request_logger = structlog.get_logger("request")
MAX_FIELDS = 1000
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


def start_request_log():
    """Create the id of the request, and add it to all log lines of the request (LOG-1).

    `request.path` has one slash at its start, even if the client has sent several.
    """
    path = request.environ["PATH_INFO"].encode("latin-1").decode(errors="replace")
    g.started, g.request_id = time.perf_counter(), uuid4().hex
    bind_contextvars(
        request_id=g.request_id,
        ip_address=request.remote_addr,
        method=request.method,
        path="/" + path.removeprefix("/"),
    )


def finish_request_log(response):
    """Log one line for each request, with an id that is also in X-Request-ID (LOG-1)."""
    milliseconds = round((time.perf_counter() - g.started) * 1000)
    request_logger.info("request", status=response.status_code, milliseconds=milliseconds)
    response.headers["X-Request-ID"] = g.request_id
    return response


def clear_request_log(error):
    """Remove the keys of this request from the log lines of the thread (LOG-5)."""
    clear_contextvars()


def check_host():
    """Reject a Host that is not in ALLOWED_HOSTS (HOST-1).

    Flask checks its TRUSTED_HOSTS before there is a URL adapter, which the error page needs.
    """
    get_host(request.environ, current_app.config["ALLOWED_HOSTS"])


def limit_request_body():
    """Reject a chunked, too large or incomplete body (BODY-1, BODY-2, BODY-8)."""
    if "Transfer-Encoding" in request.headers:
        abort(411)
    request.get_data()  # aborts with 413 past MAX_CONTENT_LENGTH, and with 400 if incomplete


def reject_invalid_utf8():
    """Reject a query string or form that is not UTF-8, or has too many fields (BODY-3, BODY-4)."""
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


def reject_double_slashes():
    """Reject a path that starts with two slashes, which routing reads as one (ROUTE-2)."""
    if request.environ["PATH_INFO"].startswith("//"):
        abort(404)


def set_security_headers(response):
    """Add the security headers (HEADER-1, HEADER-2)."""
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    if request.is_secure and current_app.config["HSTS_SECONDS"]:
        response.headers["Strict-Transport-Security"] = (
            f"max-age={current_app.config['HSTS_SECONDS']}"
        )
    return response


def prevent_session_caching(response):
    """Prevent caches from storing a response that used the session (SESSION-4)."""
    if request.path.startswith("/static/"):
        session.accessed = False  # Flask-Login has read it, which would add `Vary: Cookie`
    elif session:
        response.headers["Cache-Control"] = "private, no-store"
    return response


def init_app(app):
    app.before_request(start_request_log)
    app.before_request(check_host)
    app.before_request(limit_request_body)
    app.before_request(reject_double_slashes)
    app.before_request(reject_invalid_utf8)
    app.after_request(finish_request_log)
    app.after_request(set_security_headers)
    app.after_request(prevent_session_caching)
    app.teardown_request(clear_request_log)
