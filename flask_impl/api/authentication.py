"""Who asks: the holder of a token, or somebody with a password (API-2, API-3, API-7)."""

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
from accounts.sessions import shutting_out
from api.http import bp
from api.parsing import parse_basic
from core.database import reads_only, write
from core.extensions import db
from tokens.models import Token, digest

LAST_USED_EVERY = timedelta(minutes=1)
REALM = "User profiles"


def bearer(scope=None, anonymous=False):
    """Let in a token with this scope or, where they may, anonymous visitors too.

    Aborts with 401 for anything in the header `Authorization` that is no live token, and with 403
    for one that lacks the scope.
    """

    def decorator(view):
        @wraps(view)
        def wrapper(*args, **kwargs):
            g.person, g.token = AnonymousUserMixin(), None
            if "Authorization" in request.headers or not anonymous:
                g.token = find_token() or refuse("bearer")
                g.person = g.token.user
                if scope and scope not in g.token.granted:
                    abort(403, detail=f"This token lacks the scope {scope}.")
            return view(*args, **kwargs)

        security = [{"bearer": [scope]}] if scope else []
        return bp.doc(security=[{}, *security] if anonymous else security)(wrapper)

    return decorator


def find_token():
    """Return the live token of an active person that the header holds, and note that; or None."""
    scheme, _, secret = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() != "bearer":
        return None
    token = live_token(secret.strip())
    if token and (token.last_used_at is None or token.last_used_at < now() - LAST_USED_EVERY):
        write(update(Token).filter_by(id=token.id).values(last_used_at=now()))
    if token and not reads_only():
        # Of two changes by one person, the second waits for the first and sees what it did.
        db.session.execute(select(User.id).filter_by(id=token.user_id).with_for_update())
        token = live_token(secret.strip())
    if token and not token.user.is_active:
        write(*shutting_out(token.user))
        return None
    return token


def live_token(secret):
    """Return the token with this secret as it is now, with its person, or None."""
    query = select(Token).options(joinedload(Token.user, innerjoin=True))
    query = query.where(Token.digest == digest(secret), Token.expires_at > now())
    return db.session.scalar(query.execution_options(populate_existing=True))


def password_required(view):
    """Let in somebody with a name and a password, throttled as a login is."""

    @wraps(view)
    def wrapper(*args, **kwargs):
        given = parse_basic(request.headers.get("Authorization", ""))
        g.person = (given and authenticate(*given)) or refuse("basic")
        return view(*args, **kwargs)

    return bp.doc(security=[{"basic": []}])(wrapper)


def refuse(scheme):
    """Abort with 401, and say what is asked for."""
    flask.abort(401, www_authenticate=WWWAuthenticate(scheme, {"realm": REALM}))
