"""Sessions as database rows that refer to their user (SESSION-1).

Flask stores its session in a signed cookie, of which a copy would stay valid after logout. This
cookie contains only the key of a row, and logout deletes the row.
"""

import secrets
from datetime import timedelta
from hashlib import sha256

from flask import current_app, request, session
from flask_login import current_user, login_user, logout_user
from sqlalchemy import delete, select, update
from sqlalchemy.orm import joinedload

from accounts.models import Session, User, now
from core.database import execute_and_commit, is_read_only_request
from core.extensions import db, login_manager

LAST_SEEN_RESOLUTION = timedelta(minutes=1)


def hash_session_key(session_key):
    """Return the value that the database stores for the key in a cookie."""
    return sha256(session_key.encode()).hexdigest()


@login_manager.user_loader
def load_user(session_key):
    """Return the active user of the active session with this key, or None."""
    login = get_active_session(session_key)
    if login and login.last_seen_at < now() - LAST_SEEN_RESOLUTION:
        query = update(Session).filter_by(session_key=login.session_key)
        execute_and_commit(query.values(last_seen_at=now()))
    if login and not is_read_only_request():
        # Locks the user: a second request waits for the first and sees its changes.
        db.session.execute(select(User.id).filter_by(id=login.user_id).with_for_update())
        login = get_active_session(session_key)
    if login is None:
        return None
    user = login.user
    if not user.is_active:
        execute_and_commit(*revocation_queries(user))
        return None
    user.session_key = session_key
    return user


def get_active_session(session_key):
    """Return the active session with this key, reloaded with its user, or None."""
    query = select(Session).options(joinedload(Session.user, innerjoin=True))
    key = hash_session_key(session_key)
    query = query.where(Session.session_key == key, Session.expires_at > now())
    return db.session.scalar(query.execution_options(populate_existing=True))


def log_in(user):
    """Create a session (LOGIN-7, SESSION-7)."""
    user.last_login = now()
    login = Session(
        user_id=user.id,
        expires_at=now() + current_app.permanent_session_lifetime,
        ip_address=(request.remote_addr or "")[:45],
        user_agent=strip_unprintable(request.headers.get("User-Agent", ""))[:200],
    )
    rotate_session_key(user, login)
    db.session.add(login)


def strip_unprintable(text):
    return "".join(filter(str.isprintable, text))


def rotate_session_key(user, login):
    """Set a new session key and CSRF token (SESSION-2)."""
    session.clear()
    session.permanent = True
    user.session_key = secrets.token_urlsafe()
    login.session_key = hash_session_key(user.session_key)
    login_user(user)
    session.pop("_id")  # used by Flask-Login's session protection, which is off


def revocation_queries(user):
    """Return the queries that delete all sessions and tokens of a user."""
    return [user.sessions.delete(), user.tokens.delete()]


def revoke_all_credentials(user):
    """Delete all sessions and tokens of a user (RESET-4, SESSION-6, TOKEN-4)."""
    for query in revocation_queries(user):
        db.session.execute(query)


def end_other_sessions(user):
    """Delete all sessions of the user except the current one (PASSWORD-3, SESSION-7)."""
    others = Session.session_key != hash_session_key(user.session_key)
    db.session.execute(delete(Session).where(Session.user_id == user.id, others))


def log_out():
    """Delete the session, so that copies of its cookie are invalid (LOGOUT-2)."""
    if current_user.is_authenticated:
        key = hash_session_key(current_user.get_id())
        db.session.execute(delete(Session).where(Session.session_key == key))
    logout_user()
    session.clear()
