"""Is the process alive, and can it serve (HEALTH-1, HEALTH-2)?"""

from flask import Blueprint, jsonify
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from config.extensions import db

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
