"""Sessions as database rows that refer to their user (SESSION-1).

Flask stores its session in a signed cookie, of which a copy would stay valid after logout. Here
the cookie identifies the user by the key of a row, and logout deletes the row.
"""

import secrets
from datetime import timedelta
from hashlib import sha256

from flask import current_app, request, session
from flask_login import login_user, logout_user
from sqlalchemy import delete, select, update
from sqlalchemy.orm import joinedload

from accounts.models import Session, User, now
from core.database import is_safe_method
from core.extensions import db, login_manager

LAST_SEEN_INTERVAL = timedelta(minutes=1)


def hash_session_key(session_key):
    """Return the value that the database stores for the key in a cookie."""
    return sha256(session_key.encode()).hexdigest()


@login_manager.user_loader
def load_user(session_key):
    """Return the active user of the active session with this key, or None.

    Updates `last_seen_at`; locks the user, except in requests with a safe method.
    """
    login = get_active_session(session_key)
    if login and login.last_seen_at < now() - LAST_SEEN_INTERVAL:
        query = update(Session).filter_by(session_key=login.session_key)
        db.session.execute(query.values(last_seen_at=now()))
        db.session.commit()
    if login and not is_safe_method():
        login = lock_session(session_key, login.user_id)
    if login is None:
        return None
    user = login.user
    if not user.is_active:
        delete_sessions_and_tokens(user)
        db.session.commit()
        return None
    user.session_key = session_key
    return user


def lock_session(session_key, user_id):
    """Lock the user; return the session with this key, reloaded, or None if it has ended.

    A request that waited sees the changes of the previous one.
    """
    db.session.execute(select(User.id).filter_by(id=user_id).with_for_update())
    return get_active_session(session_key)


def get_active_session(session_key):
    """Return the active session with this key, reloaded with its user and permissions, or None."""
    user = joinedload(Session.user, innerjoin=True)
    query = select(Session).options(user.joinedload(User.permissions))
    key = hash_session_key(session_key)
    query = query.where(Session.session_key == key, Session.expires_at > now())
    sessions = db.session.scalars(query.execution_options(populate_existing=True))
    return sessions.unique().one_or_none()


def log_in(user):
    """Create a session (LOGIN-7, SESSION-7)."""
    user.last_login = now()
    login = Session(
        user_id=user.id,
        expires_at=now() + current_app.permanent_session_lifetime,
        ip_address=(request.remote_addr or "")[:45],
        user_agent="".join(filter(str.isprintable, request.headers.get("User-Agent", "")))[:200],
    )
    rotate_session_key(user, login)
    db.session.add(login)


def rotate_session_key(user, login):
    """Set a new session key and CSRF token (SESSION-2)."""
    session.clear()
    session.permanent = True
    user.session_key = secrets.token_urlsafe()
    login.session_key = hash_session_key(user.session_key)
    login_user(user)
    session.pop("_id")  # used by Flask-Login's session protection, which is off


def delete_sessions_and_tokens(user):
    """Delete all sessions and tokens of a user (RESET-4, SESSION-6, TOKEN-4)."""
    db.session.execute(user.sessions.delete())
    db.session.execute(user.tokens.delete())


def delete_other_sessions(user):
    """Delete all sessions of the user except the current one (PASSWORD-3, SESSION-7)."""
    others = Session.session_key != hash_session_key(user.session_key)
    db.session.execute(delete(Session).where(Session.user_id == user.id, others))


def log_out():
    """Delete the session, so that copies of its cookie are invalid (LOGOUT-2)."""
    key = hash_session_key(session.get("_user_id", ""))
    db.session.execute(delete(Session).where(Session.session_key == key))
    session.clear()  # first: logout_user would load the user, and lock another row
    logout_user()
