"""What is measured of each request, and of its queries (METRICS-2, METRICS-3)."""

import time
from threading import local
from weakref import finalize

from django.core.signals import request_finished
from django.db import connection
from django.db.backends.signals import connection_created
from django.dispatch import receiver

from ops import metrics

thread = local()


class Queries:
    """Measures the queries of a request, which holds a connection from the first one on."""

    holds_connection = False

    def __call__(self, execute, sql, params, many, context):
        if not self.holds_connection:
            self.holds_connection = True
            metrics.connections_in_use.inc()
        if sql.startswith("BEGIN"):  # on SQLite; elsewhere the driver begins transactions
            return execute(sql, params, many, context)
        began = time.perf_counter()
        try:
            return execute(sql, params, many, context)
        finally:
            metrics.queries.observe(time.perf_counter() - began)


def measure_requests(get_response):
    """Count each request, and measure it and its queries."""

    def middleware(request):
        began, queries = time.perf_counter(), Queries()
        with connection.execute_wrapper(queries):
            response = get_response(request)
        if queries.holds_connection:
            metrics.connections_in_use.dec()
        view = request.resolver_match and request.resolver_match.view_name.replace(":", ".")
        seconds = time.perf_counter() - began
        metrics.count_request(request.method, request.path, view, response.status_code, seconds)
        return response

    return middleware


@receiver(connection_created)
def count_connection(connection, **kwargs):
    """Count a connection that was made. One thread has one, or none."""
    metrics.connections_opened.inc()
    note_connection()


@receiver(request_finished)
def note_connection(**kwargs):
    """Note whether this thread has a connection: Django does not tell when it closes one."""
    if connection.connection is None:
        thread.connection = None
    elif getattr(thread, "connection", None) is None:
        thread.connection = OpenConnection()


class OpenConnection:
    """What a thread keeps as long as it has a connection. It also goes with the thread."""

    def __init__(self):
        metrics.connections_open.inc()
        finalize(self, metrics.connections_open.dec).atexit = False
