"""The WSGI application: from a request to the view of its path, and to a response with headers."""

import hashlib
import re
import traceback
from http import HTTPStatus

from shared_tests.bare_wsgi.database import connect
from shared_tests.bare_wsgi.layout import error_page
from shared_tests.bare_wsgi.routes import find_route, not_yet
from shared_tests.bare_wsgi.visits import Visit
from shared_tests.bare_wsgi.web import HTTPError, Request, redirect

CSP = (
    "default-src 'none'; style-src 'self'; img-src 'self' data:; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'"
)
HEADERS = [  # of every response (HEADER-1)
    ("Content-Security-Policy", CSP),
    ("X-Content-Type-Options", "nosniff"),
    ("X-Frame-Options", "DENY"),
    ("Referrer-Policy", "same-origin"),
    ("Cross-Origin-Opener-Policy", "same-origin"),
    ("Cross-Origin-Resource-Policy", "same-origin"),
    ("Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()"),
]


def respond(request):
    """Return the response of the view for a path; raise HTTPError if there is none."""
    found = find_route(request.path)
    if found is None and find_route(f"{request.path}/"):  # ROUTE-1
        query = request.query_string and f"?{request.query_string}"
        return redirect(f"{request.path}/{query}", 308)
    if found is None:
        raise HTTPError(404)
    values, methods, view = found
    method = "GET" if request.method == "HEAD" else request.method
    if method not in methods:
        raise HTTPError(405, [("Allow", ", ".join(sorted(methods)))])
    if method == "POST" and view is not not_yet:
        request.visit.check_csrf()
    return view(request, *values)


def add_etag(request, response):
    """Add the ETag with which anonymous browsers revalidate a profile page (CACHE-1)."""
    if not re.match("/profile/.", request.path) or response.status != 200 or request.visit.headers:
        return
    etag = f'"{hashlib.sha256(response.body).hexdigest()[:24]}"'
    response.headers += [("ETag", f"W/{etag}"), ("Cache-Control", "no-cache"), ("Vary", "Cookie")]
    sent = request.header("If-None-Match") or ""
    if sent.strip() == "*" or etag in sent:
        response.status, response.body = HTTPStatus.NOT_MODIFIED, b""


def make_application(database_path, secret_key):
    """Return the WSGI application for a database."""

    def handle(environ):
        request = Request(environ)
        request.database = connect(database_path)
        try:
            request.visit = Visit(request, secret_key)
            try:
                response = respond(request)
            except HTTPError as error:
                response = error_page(error.status)
                response.headers += error.headers
            add_etag(request, response)
            response.headers += request.visit.headers
            return response
        finally:
            request.database.close()

    def application(environ, start_response):
        try:
            response = handle(environ)
        except HTTPError as error:
            response = error_page(error.status)
        except Exception:
            traceback.print_exc()
            response = error_page(HTTPStatus.INTERNAL_SERVER_ERROR)
        headers = [*HEADERS, *response.headers, ("Content-Length", str(len(response.body)))]
        start_response(f"{response.status.value} {response.status.phrase}", headers)
        return [] if environ["REQUEST_METHOD"] == "HEAD" else [response.body]

    return application
