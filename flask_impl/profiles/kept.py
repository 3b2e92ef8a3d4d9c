"""Pages of people that a process keeps for anonymous visitors (CACHE-1, CACHE-2).

They are answered in front of the framework, after one look at the database: whoever changed the
person, and from where, the row is another one than that from which the page was made.
"""

import time
from collections import namedtuple
from threading import Lock
from uuid import uuid4

from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as NoConnection
from werkzeug.wsgi import ClosingIterator

from accounts.models import User
from core.database import fetch_row
from core.extensions import db
from ops import metrics
from web.http import address_of, log_request

SHOWN = "kept.shown"  # where a view leaves in the environ its name and whom its page shows
# What makes an answer one of its own: a visitor who may be known, a body, a query.
OWN = {"HTTP_COOKIE", "HTTP_AUTHORIZATION", "HTTP_TRANSFER_ENCODING", "CONTENT_LENGTH"}
AROUND = ("wsgi.url_scheme", "HTTP_X_FORWARDED_PROTO", "HTTP_HOST", "SCRIPT_NAME", "PATH_INFO")
COLUMNS = User.__table__.columns
ROW = f"SELECT {', '.join(COLUMNS.keys())} FROM users WHERE id = "  # noqa: S608

Page = namedtuple("Page", "view pk row until headers body")


class KeptPages:
    """WSGI: answers with a page that was kept, or asks the application and keeps its page."""

    def __init__(self, app):
        self.application = app.wsgi_app
        self.at_most = app.config["KEPT_PAGES"]
        self.hops = app.config["PROXY_HOPS"]
        self.sites = app.extensions["sites"]
        with app.app_context():
            self.engine = db.engine
        self.pages = {}
        self.keeping = Lock()

    def __call__(self, environ, start_response):
        began, key = time.perf_counter(), self.key_of(environ)
        page = self.pages.get(key)
        if page:
            if time.monotonic() < page.until and page.row == self.row_now(page.pk):
                return self.answer(page, environ, start_response, began)
            with self.keeping:
                self.pages.pop(key, None)
        until = self.sites.due  # before the page is made, lest it show the sites of before
        started = []

        def start(status, headers, exc_info=None):
            started[:] = status, headers
            return start_response(status, headers, exc_info)

        response = self.application(environ, start)
        if key and SHOWN in environ and started[0] == "200 OK":
            body = b"".join(response)
            self.keep(key, *environ[SHOWN], until, started[1], body)
            return ClosingIterator([body], response.close)
        return response

    def key_of(self, environ):
        """Return all that a page depends on but its person; None for what is answered by itself."""
        plain = environ["REQUEST_METHOD"] == "GET" and not environ.get("QUERY_STRING")
        if self.at_most and plain and OWN.isdisjoint(environ):
            return tuple(map(environ.get, AROUND))
        return None

    def keep(self, key, view, person, until, headers, body):
        """Keep a page until the sites are read again, and forget the oldest of too many."""
        headers = [each for each in headers if each[0] != "X-Request-ID"]
        row = row_of(person, self.engine.dialect)
        page = Page(view, person.id, row, until, headers, body)
        with self.keeping:
            if len(self.pages) >= self.at_most:
                del self.pages[next(iter(self.pages))]
            self.pages[key] = page
        metrics.pages["miss"].inc()

    def row_now(self, pk):
        """Return what stands in the row of a person, or None where it is gone, or can't be read."""
        try:
            with metrics.queries.time():
                return fetch_row(self.engine, ROW, pk)
        except (DBAPIError, NoConnection, self.engine.dialect.dbapi.Error):
            return None  # which the application answers

    def answer(self, page, environ, start_response, began):
        """Answer with a page, and log and count that as any other request (LOG-1, METRICS-2)."""
        request_id, path = uuid4().hex, environ["PATH_INFO"]
        start_response("200 OK", [*page.headers, ("X-Request-ID", request_id)])
        about = {"request_id": request_id, "address": address_of(environ, self.hops)}
        log_request(200, began, **about, method="GET", path=path)
        metrics.pages["hit"].inc()
        metrics.count_request("GET", path, page.view, 200, time.perf_counter() - began)
        return [page.body]


def row_of(person, dialect):
    """Return what stands in the row that a person was read from."""
    processors = [each.type.dialect_impl(dialect).bind_processor(dialect) for each in COLUMNS]
    values = [getattr(person, each.key) for each in COLUMNS]
    return tuple(p(value) if p else value for p, value in zip(processors, values, strict=True))
