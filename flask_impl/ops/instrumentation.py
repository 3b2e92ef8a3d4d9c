"""What is measured of each request, and of its queries (METRICS-2, METRICS-3)."""

import time

from flask import g, request
from flask.globals import request_ctx
from sqlalchemy import event
from werkzeug.exceptions import MethodNotAllowed

from core.extensions import db
from ops import metrics

# Flask-Smorest takes the page for people, and its own, for no part of the API.
RENAMED = {"api-docs.openapi_json": "api.openapi", "docs.docs": "api.docs"}


def name_view():
    """Note which view the address leads to, also where it does not take the method."""
    endpoint, error = request.endpoint, request.routing_exception
    if isinstance(error, MethodNotAllowed):
        endpoint, _ = request_ctx.url_adapter.match(method=error.valid_methods[0])
    g.view = RENAMED.get(endpoint, endpoint)


def count_request(response):
    """Count each request, and measure it."""
    seconds = time.perf_counter() - g.began
    view = g.get("view")
    metrics.count_request(request.method, request.path, view, response.status_code, seconds)
    return response


def begin_query(connection, cursor, statement, parameters, context, many):
    if not statement.startswith("BEGIN"):  # which is no query
        context.began = time.perf_counter()


def end_query(connection, cursor, statement, parameters, context, many):
    measure_query(context)


def fail_query(about):
    measure_query(about.execution_context)


def measure_query(context):
    """Measure a query once, whether it is over or has failed; its rows may still fail."""
    began = vars(context).pop("began", None) if context else None
    if began is not None:
        metrics.queries.observe(time.perf_counter() - began)


def count_connection(connection, record):
    metrics.connections_opened.inc()
    metrics.connections_open.inc()


def forget_connection(connection, record):
    metrics.connections_open.dec()


def take_connection(connection, record, proxy):
    record.record_info["in_use"] = True
    metrics.connections_in_use.inc()


def give_back_connection(connection, record):
    """Note that a connection is free. One that broke before anybody had it comes here too."""
    if record.record_info.pop("in_use", False):
        metrics.connections_in_use.dec()


def init_app(app):
    """Measure each request, and listen to the engine and its pool after those who set them up."""
    app.before_request(name_view)  # after the hooks that refuse a request whatever its view
    app.after_request(count_request)
    listeners = {
        "before_cursor_execute": begin_query,
        "after_cursor_execute": end_query,
        "handle_error": fail_query,
        "connect": count_connection,
        "close": forget_connection,
        "checkout": take_connection,
        "checkin": give_back_connection,
    }
    with app.app_context():
        for name, listener in listeners.items():
            event.listen(db.engine, name, listener)
