"""Measurement of requests, queries and connections (METRICS-2, METRICS-3)."""

import time
from threading import local
from weakref import finalize

from django.core.signals import request_finished
from django.db import connection
from django.db.backends.signals import connection_created
from django.dispatch import receiver

from ops import metrics

thread = local()


class QueryTimer:
    """Measure the queries of a request, which uses a connection from the first query on."""

    holds_connection = False

    def __call__(self, execute, sql, params, many, context):
        if not self.holds_connection:
            self.holds_connection = True
            metrics.connections_in_use.inc()
        if sql.startswith("BEGIN"):  # on SQLite; with PostgreSQL, the driver begins transactions
            return execute(sql, params, many, context)
        started = time.perf_counter()
        try:
            return execute(sql, params, many, context)
        finally:
            metrics.queries.observe(time.perf_counter() - started)


def measure_requests(get_response):
    """Count each request, and measure its duration and its queries."""

    def middleware(request):
        started, queries = time.perf_counter(), QueryTimer()
        with connection.execute_wrapper(queries):
            response = get_response(request)
        if queries.holds_connection:
            metrics.connections_in_use.dec()
        view = request.resolver_match and request.resolver_match.view_name.replace(":", ".")
        seconds = time.perf_counter() - started
        metrics.count_request(request.method, request.path, view, response.status_code, seconds)
        return response

    return middleware


@receiver(connection_created)
def on_connect(connection, **kwargs):
    """Count a new connection. A thread has at most one."""
    metrics.connections_opened.inc()
    update_connection_gauge()


@receiver(request_finished)
def update_connection_gauge(**kwargs):
    """Track whether this thread has a connection: Django has no signal for a closed one."""
    if connection.connection is None:
        thread.connection = None
    elif getattr(thread, "connection", None) is None:
        thread.connection = ConnectionGauge()


class ConnectionGauge:
    """Count an open connection; garbage collection of the thread's data decrements the gauge."""

    def __init__(self):
        metrics.connections_open.inc()
        finalize(self, metrics.connections_open.dec).atexit = False
