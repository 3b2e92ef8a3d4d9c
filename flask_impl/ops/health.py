"""Health checks, and metrics for Prometheus (HEALTH-1, HEALTH-2, METRICS-1)."""

from flask import Blueprint, abort, request
from flask.typing import ResponseReturnValue
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from core.extensions import db
from ops.metrics import PROXY_HEADERS, generate_metrics

bp = Blueprint("health", __name__)


@bp.get("/healthz")
def healthz() -> ResponseReturnValue:
    """Respond without the database."""
    return {"status": "ok"}


@bp.get("/readyz")
def readyz() -> ResponseReturnValue:
    """Respond with 200 while the database is available, and with 503 otherwise."""
    try:
        db.session.execute(text("SELECT 1"))
    except SQLAlchemyError:
        return {"status": "unavailable"}, 503, {"Retry-After": "5"}
    return {"status": "ok"}


@bp.before_app_request
def hide_metrics():
    """Respond with 404 to requests through a proxy, with any method."""
    if request.path == "/metrics" and any(name in request.headers for name in PROXY_HEADERS):
        abort(404)


@bp.get("/metrics")
def metrics() -> ResponseReturnValue:
    """Respond to direct requests only."""
    text, content_type = generate_metrics(request.headers.get("Accept"))
    return text, {"Content-Type": content_type, "Cache-Control": "private, no-store"}
