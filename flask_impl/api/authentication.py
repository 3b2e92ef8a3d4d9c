"""Authentication and permissions of the API (API-2, API-3, API-7)."""

from datetime import timedelta
from functools import wraps

import flask
from flask import g, request
from flask_login import AnonymousUserMixin
from flask_smorest import abort
from sqlalchemy import select, update
from sqlalchemy.orm import joinedload
from werkzeug.datastructures import WWWAuthenticate

from accounts.authentication import authenticate
from accounts.models import User, now
from accounts.sessions import delete_sessions_and_tokens
from api.http import bp
from api.parsing import parse_basic
from core.database import is_safe_method
from core.extensions import db
from tokens.models import Token, hash_secret

LAST_USED_INTERVAL = timedelta(minutes=1)
REALM = "User profiles"


def token_required(scope=None, anonymous=False):
    """Require an active token with this scope in the header `Authorization`.

    With `anonymous`, requests without the header are allowed. Aborts with 401 if the header does
    not contain an active token, and with 403 without the scope.
    """

    def decorator(view):
        @wraps(view)
        def wrapper(*args, **kwargs):
            # Not by a `request_loader`, which would accept tokens in all views.
            g.user, g.token = AnonymousUserMixin(), None
            if "Authorization" in request.headers or not anonymous:
                g.token = get_bearer_token() or unauthorized("bearer")
                g.user = g.token.user
                if scope and scope not in g.token.scope_list:
                    abort(403, detail=f"This token lacks the scope {scope}.")
            return view(*args, **kwargs)

        security = [{"bearer": [scope]}] if scope else []
        return bp.doc(security=[{}, *security] if anonymous else security)(wrapper)

    return decorator


def get_bearer_token():
    """Return the active token of an active user in the header, and record its use; or None."""
    scheme, _, secret = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() != "bearer":
        return None
    token = get_active_token(secret.strip())
    if token and (token.last_used_at is None or token.last_used_at < now() - LAST_USED_INTERVAL):
        db.session.execute(update(Token).filter_by(id=token.id).values(last_used_at=now()))
        db.session.commit()
    if token and not is_safe_method():
        # Locks the user: a second request waits for the first and sees its changes.
        db.session.execute(select(User.id).filter_by(id=token.user_id).with_for_update())
        token = get_active_token(secret.strip())
    if token and not token.user.is_active:
        delete_sessions_and_tokens(token.user)
        db.session.commit()
        return None
    return token


def get_active_token(secret):
    """Return the active token with this secret, reloaded with its user, or None."""
    query = select(Token).options(joinedload(Token.user, innerjoin=True))
    query = query.where(Token.digest == hash_secret(secret), Token.expires_at > now())
    return db.session.scalar(query.execution_options(populate_existing=True))


def basic_auth_required(view):
    """Require Basic authentication, throttled like a login."""

    @wraps(view)
    def wrapper(*args, **kwargs):
        credentials = parse_basic(request.headers.get("Authorization", ""))
        g.user = (credentials and authenticate(*credentials)) or unauthorized("basic")
        return view(*args, **kwargs)

    return bp.doc(security=[{"basic": []}])(wrapper)


def unauthorized(scheme):
    """Abort with 401 and a WWW-Authenticate header."""
    flask.abort(401, www_authenticate=WWWAuthenticate(scheme, {"realm": REALM}))
