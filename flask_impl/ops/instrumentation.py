"""Measurement of requests, queries and connections (METRICS-2, METRICS-3)."""

import time

from flask import current_app, g, request
from sqlalchemy import event
from werkzeug.exceptions import MethodNotAllowed

from core.extensions import db
from ops import metrics

# Names of endpoints that do not belong to the blueprint `api`.
ENDPOINT_ALIASES = {"api-docs.openapi_json": "api.openapi", "docs.docs": "api.docs"}


def set_view_name():
    """Store the name of the view, also if the URL does not allow the method."""
    endpoint, error = request.endpoint, request.routing_exception
    if isinstance(error, MethodNotAllowed):
        adapter = current_app.create_url_adapter(request)
        endpoint, _ = adapter.match(method=error.valid_methods[0])
    g.view = ENDPOINT_ALIASES.get(endpoint, endpoint)


def count_request(response):
    """Count each request, and measure its duration."""
    seconds = time.perf_counter() - g.started
    view = g.get("view")
    metrics.count_request(request.method, request.path, view, response.status_code, seconds)
    return response


def start_query_timer(connection, cursor, statement, parameters, context, many):
    if not statement.startswith("BEGIN"):  # which is no query
        context.started = time.perf_counter()


def stop_query_timer(connection, cursor, statement, parameters, context, many):
    observe_query(context)


def on_query_error(exception_context):
    observe_query(exception_context.execution_context)


def observe_query(context):
    """Measure a query once, also if it fails, or fails later while its rows are fetched."""
    started = vars(context).pop("started", None) if context else None
    if started is not None:
        metrics.queries.observe(time.perf_counter() - started)


def on_connect(connection, record):
    metrics.connections_opened.inc()
    metrics.connections_open.inc()


def on_close(connection, record):
    metrics.connections_open.dec()


def on_checkout(connection, record, proxy):
    record.record_info["in_use"] = True
    metrics.connections_in_use.inc()


def on_checkin(connection, record):
    """Track that a connection is free again, or broke before its checkout."""
    if record.record_info.pop("in_use", False):
        metrics.connections_in_use.dec()


def init_app(app):
    """Register the hooks of requests, and the event listeners of the engine and its pool."""
    app.before_request(set_view_name)  # after the hooks that reject requests to any view
    app.after_request(count_request)
    listeners = {
        "before_cursor_execute": start_query_timer,
        "after_cursor_execute": stop_query_timer,
        "handle_error": on_query_error,
        "connect": on_connect,
        "close": on_close,
        "checkout": on_checkout,
        "checkin": on_checkin,
    }
    with app.app_context():
        for name, listener in listeners.items():
            event.listen(db.engine, name, listener)
