"""Is the process alive, can it serve, and what has it done (HEALTH-1, HEALTH-2, METRICS-1)?"""

from flask import Blueprint, abort, jsonify, request
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from core.extensions import db
from ops.metrics import PROXIES, exposition

bp = Blueprint("health", __name__)


@bp.get("/healthz")
def healthz():
    """Answer without the database."""
    return jsonify(status="ok")


@bp.get("/readyz")
def readyz():
    """Answer 200 only while the database answers, 503 otherwise."""
    try:
        db.session.execute(text("SELECT 1"))
    except SQLAlchemyError:
        return jsonify(status="unavailable"), 503, {"Retry-After": "5"}
    return jsonify(status="ok")


@bp.before_app_request
def hide_metrics():
    """Refuse who comes through a proxy, whatever the method: there is nothing here for them."""
    if request.path == "/metrics" and any(name in request.headers for name in PROXIES):
        abort(404)


@bp.get("/metrics")
def metrics():
    """Answer who asks directly."""
    text, content_type = exposition(request.headers.get("Accept"))
    return text, {"Content-Type": content_type, "Cache-Control": "private, no-store"}
