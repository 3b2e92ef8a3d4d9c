"""The JSON API: a token for a username and a password, and users for a token."""

from flask import Blueprint, abort, jsonify, request
from werkzeug.exceptions import HTTPException

from app import db
from app.models import User, now

bp = Blueprint("api", __name__)


@bp.errorhandler(HTTPException)
def error(error):
    return jsonify(error=error.name), error.code


@bp.post("/tokens/")
def create_token():
    sent = request.authorization
    if not sent or sent.type != "basic":
        abort(401)
    user = db.session.scalar(db.select(User).filter_by(username=sent.username, is_active=True))
    if not user or not user.check_password(sent.password):
        abort(401)
    token = user.get_token()
    db.session.commit()
    return jsonify(token=token)


@bp.get("/users/<int:pk>/")
def get_user(pk):
    if not authenticate():
        abort(401)
    user = db.first_or_404(db.select(User).filter_by(id=pk, is_active=True))
    return jsonify(
        id=user.id,
        username=user.username,
        full_name=user.full_name,
        bio=user.bio,
        location=user.location,
        website=user.website,
        joined_at=user.joined_at.isoformat() + "Z",
    )


def authenticate():
    """Return the user of the token in the header, or None."""
    sent = request.authorization
    if not sent or sent.type != "bearer":
        return None
    user = db.session.scalar(db.select(User).filter_by(token=sent.token, is_active=True))
    return user if user and user.token_expiration > now() else None
