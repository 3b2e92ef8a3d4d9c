"""The paths of the application, with their methods and views."""

import re

from shared_tests.bare_wsgi import accounts, profiles
from shared_tests.bare_wsgi.directory import directory
from shared_tests.bare_wsgi.sessions import sessions
from shared_tests.bare_wsgi.web import HTTPError, Response


def status(request):
    """Return that the application is up (HEALTH-1, HEALTH-2)."""
    request.database.execute("SELECT 1")
    return Response('{"status": "ok"}', content_type="application/json")


def not_yet(request):
    """Raise HTTPError: this part of the application does not exist here."""
    raise HTTPError(501)


ANY = {"GET", "POST", "PUT", "PATCH", "DELETE"}
ROUTES = [
    (r"/(?:healthz|readyz)", {"GET"}, status),
    (r"/", {"GET"}, profiles.home),
    (r"/profiles/", {"GET"}, directory),
    (r"/profile/", {"GET"}, profiles.own),
    (r"/profile/([1-9][0-9]{0,18})/", {"GET"}, profiles.by_key),
    (r"/profile/(?=[0-9_]*[A-Za-z])([A-Za-z0-9_]{3,30})/", {"GET"}, profiles.by_username),
    (r"/accounts/signup/", {"GET", "POST"}, accounts.sign_up),
    (r"/accounts/login/", {"GET", "POST"}, accounts.log_in),
    (r"/accounts/logout/", {"POST"}, accounts.log_out),
    (r"/accounts/sessions/", {"GET", "POST"}, sessions),
    (r"/(?:admin|api|static|stats|walkthrough)/.*|/metrics", ANY, not_yet),
    (r"/accounts/(?:delete|edit|export|password_change|password_reset|tokens)/.*", ANY, not_yet),
]


def find_route(path):
    """Return the values in a path, the methods and the view, or None."""
    for pattern, methods, view in ROUTES:
        if match := re.fullmatch(pattern, path, re.ASCII):
            return match.groups(), methods, view
    return None
