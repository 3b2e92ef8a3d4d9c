"""Pages of people that a process keeps for anonymous visitors (CACHE-1, CACHE-2).

They are answered in front of the framework, after one look at the database: whoever changed the
person, and from where, the row is another one than that from which the page was made.
"""

import time
from collections import namedtuple
from threading import Lock
from uuid import uuid4

from django.conf import settings
from django.db import Error, connection

from accounts.models import User
from ops import metrics
from sites.registry import sites
from web.http import address_of, log_request

SHOWN = "kept.shown"  # where a view leaves in the environ its name and whom its page shows
# What makes an answer one of its own: a visitor who may be known, a body, a query.
OWN = {"HTTP_COOKIE", "HTTP_AUTHORIZATION", "HTTP_TRANSFER_ENCODING", "CONTENT_LENGTH"}
AROUND = ("wsgi.url_scheme", "HTTP_X_FORWARDED_PROTO", "HTTP_HOST", "SCRIPT_NAME", "PATH_INFO")
FIELDS = User._meta.concrete_fields
ROW = f"SELECT {', '.join(field.column for field in FIELDS)} FROM users WHERE id = %s"  # noqa: S608

Page = namedtuple("Page", "view pk row until headers body")


class KeptPages:
    """WSGI: answers with a page that was kept, or asks the application and keeps its page."""

    def __init__(self, application):
        self.application = application
        self.pages = {}
        self.keeping = Lock()

    def __call__(self, environ, start_response):
        began, key = time.perf_counter(), key_of(environ)
        page = self.pages.get(key)
        if page:
            if time.monotonic() < page.until and page.row == row_now(page.pk):
                return answer(page, environ, start_response, began)
            with self.keeping:
                self.pages.pop(key, None)
        until = sites.due  # before the page is made, lest it show the sites of before
        started = []

        def start(status, headers, exc_info=None):
            started[:] = status, headers
            return start_response(status, headers, exc_info)

        response = self.application(environ, start)
        if key and SHOWN in environ and started[0] == "200 OK":
            self.keep(key, *environ[SHOWN], until, started[1], b"".join(response))
        return response

    def keep(self, key, view, person, until, headers, body):
        """Keep a page until the sites are read again, and forget the oldest of too many."""
        headers = [each for each in headers if each[0] != "X-Request-ID"]
        page = Page(view, person.pk, row_of(person), until, headers, body)
        with self.keeping:
            if len(self.pages) >= settings.KEPT_PAGES:
                del self.pages[next(iter(self.pages))]
            self.pages[key] = page
        metrics.pages["miss"].inc()


def key_of(environ):
    """Return all that a page depends on but its person; None for what is answered by itself."""
    plain = environ["REQUEST_METHOD"] == "GET" and not environ.get("QUERY_STRING")
    if settings.KEPT_PAGES and plain and OWN.isdisjoint(environ):
        return tuple(map(environ.get, AROUND))
    return None


def row_of(person):
    """Return what stands in the row that a person was read from, as text."""
    values = [field.value_from_object(person) for field in FIELDS]
    prepared = zip(FIELDS, values, strict=True)
    return [str(field.get_db_prep_value(value, connection)) for field, value in prepared]


def row_now(pk):
    """Return what stands in the row of a person, or nothing where it is gone, or can't be read."""
    try:
        with metrics.queries.time(), connection.cursor() as cursor:
            cursor.execute(ROW, [pk])
            return list(map(str, cursor.fetchone() or ()))
    except Error:  # which the application answers
        return []


def answer(page, environ, start_response, began):
    """Answer with a page, and log and count that as any other request (LOG-1, METRICS-2)."""
    request_id, path = uuid4().hex, environ["PATH_INFO"]
    start_response("200 OK", [*page.headers, ("X-Request-ID", request_id)])
    about = {"request_id": request_id, "address": address_of(environ)}
    log_request(200, began, **about, method="GET", path=path)
    metrics.pages["hit"].inc()
    metrics.count_request("GET", path, page.view, 200, time.perf_counter() - began)
    return [page.body]
