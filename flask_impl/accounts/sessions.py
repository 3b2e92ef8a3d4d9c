"""Logins as database rows that name their person (SESSION-1).

Flask keeps its session in a signed cookie, which a copy of it would keep alive for ever. So the
cookie holds nothing but the key of a row, and logging out deletes the row.
"""

import secrets
from hashlib import sha256

from flask import current_app, session
from flask_login import current_user, login_user, logout_user
from sqlalchemy import delete, select

from accounts.models import Session, User, now
from config.extensions import db, login_manager


def digest(session_key):
    """Return what stands in the database for a key that only the visitor's cookie holds."""
    return sha256(session_key.encode()).hexdigest()


@login_manager.user_loader
def load_user(session_key):
    """Return the active person whose live session has this key, or None."""
    user = db.session.scalar(
        select(User)
        .join(Session)
        .where(
            Session.session_key == digest(session_key),
            Session.expire_date > now(),
            User.is_active,
        )
    )
    if user:
        user.session_key = session_key
    return user


def log_in(user):
    """Begin a session, and remember when (LOGIN-7)."""
    user.last_login = now()
    begin_session(user)


def begin_session(user):
    """Begin a session under a key and a form token that nobody has seen before (SESSION-2)."""
    session.clear()
    session.permanent = True
    user.session_key = secrets.token_urlsafe()
    expire_date = now() + current_app.permanent_session_lifetime
    db.session.add(
        Session(session_key=digest(user.session_key), user_id=user.id, expire_date=expire_date)
    )
    db.session.commit()
    login_user(user)


def end_sessions(user):
    """End all sessions of a person (PASSWORD-3, RESET-4)."""
    db.session.execute(delete(Session).where(Session.user_id == user.id))


def log_out():
    """End the session, for copies of its cookie too (LOGOUT-2)."""
    if current_user.is_authenticated:
        key = digest(current_user.get_id())
        db.session.execute(delete(Session).where(Session.session_key == key))
        db.session.commit()
    logout_user()
    session.clear()
