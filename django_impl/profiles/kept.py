"""Pages of people that a process keeps for anonymous visitors (CACHE-1, CACHE-2).

They are answered in front of the framework, after one look at the database: whoever changed the
person, and from where, the row is another one than that from which the page was made.
"""

import time
from collections import namedtuple
from threading import Lock
from uuid import uuid4

from django.conf import settings
from django.db import Error, close_old_connections, connection

from accounts.models import User
from config.http import address_of, log_request
from sites.current import sites

PERSON = "kept.person"  # where the view leaves in the environ whom its page shows
# What makes an answer one of its own: a visitor who may be known, a body, a query.
OWN = {"HTTP_COOKIE", "HTTP_AUTHORIZATION", "HTTP_TRANSFER_ENCODING", "CONTENT_LENGTH"}
AROUND = ("wsgi.url_scheme", "HTTP_X_FORWARDED_PROTO", "HTTP_HOST", "SCRIPT_NAME", "PATH_INFO")
FIELDS = User._meta.concrete_fields
ROW = f"SELECT {', '.join(field.column for field in FIELDS)} FROM users WHERE id = %s"  # noqa: S608

Page = namedtuple("Page", "pk row until headers body")


class KeptPages:
    """WSGI: answers with a page that was kept, or asks the application and keeps its page."""

    def __init__(self, application):
        self.application = application
        self.pages = {}
        self.keeping = Lock()

    def __call__(self, environ, start_response):
        key = key_of(environ)
        page = self.pages.get(key)
        if page and time.monotonic() < page.until and page.row == row_now(page.pk):
            return answer(page, environ, start_response)
        with self.keeping:
            self.pages.pop(key, None)
        started, until = [], sites.due  # before the page is made, lest it show the sites of before

        def start(status, headers, exc_info=None):
            started[:] = status, headers
            return start_response(status, headers, exc_info)

        response = self.application(environ, start)
        if key and PERSON in environ and started[0] == "200 OK":
            self.keep(key, environ[PERSON], until, started[1], b"".join(response))
        return response

    def keep(self, key, person, until, headers, body):
        """Keep a page until the sites are read again; forget the oldest where there are too many."""
        headers = [each for each in headers if each[0] != "X-Request-ID"]
        page = Page(person.pk, row_of(person), until, headers, body)
        with self.keeping:
            if len(self.pages) >= settings.KEPT_PAGES:
                del self.pages[next(iter(self.pages))]
            self.pages[key] = page


def key_of(environ):
    """Return all that a page depends on but its person; None for what is answered by itself."""
    plain = environ["REQUEST_METHOD"] == "GET" and not environ.get("QUERY_STRING")
    if settings.KEPT_PAGES and plain and OWN.isdisjoint(environ):
        return tuple(map(environ.get, AROUND))
    return None


def row_of(person):
    """Return what stands in the row that a person was read from."""
    return tuple(
        field.get_db_prep_value(field.value_from_object(person), connection) for field in FIELDS
    )


def row_now(pk):
    """Return what stands in the row of a person, or None where it is gone, or can't be read."""
    try:
        close_old_connections()
        with connection.cursor() as cursor:
            cursor.execute(ROW, [pk])
            return cursor.fetchone()
    except Error:  # which the application answers
        return None


def answer(page, environ, start_response):
    """Answer with a page, and log that as for any other request (LOG-1)."""
    began, request_id = time.perf_counter(), uuid4().hex
    start_response("200 OK", [*page.headers, ("X-Request-ID", request_id)])
    log_request(
        200,
        began,
        request_id=request_id,
        address=address_of(environ),
        method="GET",
        path=environ["PATH_INFO"],
    )
    return [page.body]
