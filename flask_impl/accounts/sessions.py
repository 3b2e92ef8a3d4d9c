"""Logins as database rows that name their person (SESSION-1).

Flask keeps its session in a signed cookie, which a copy of it would keep alive for ever. So the
cookie holds nothing but the key of a row, and logging out deletes the row.
"""

import secrets
from datetime import timedelta
from hashlib import sha256

from flask import current_app, request, session
from flask_login import current_user, login_user, logout_user
from sqlalchemy import delete, select, update
from sqlalchemy.orm import joinedload

from accounts.models import Session, User, now
from core.database import reads_only, write
from core.extensions import db, login_manager
from core.logs import log_event

LAST_SEEN_EVERY = timedelta(minutes=1)


def digest(session_key):
    """Return what stands in the database for a key that only the visitor's cookie holds."""
    return sha256(session_key.encode()).hexdigest()


@login_manager.user_loader
def load_user(session_key):
    """Return the active person whose live session has this key, or None."""
    login = live_session(session_key)
    if login and login.last_seen < now() - LAST_SEEN_EVERY:
        write(update(Session).filter_by(session_key=digest(session_key)).values(last_seen=now()))
    if login and not reads_only():
        # Of two changes by one person, the second waits for the first and sees what it did.
        db.session.execute(select(User.id).filter_by(id=login.user_id).with_for_update())
        login = live_session(session_key)
    if login is None:
        return None
    user = login.user
    if not user.is_active:
        write(*shutting_out(user))
        return None
    user.session_key = session_key
    return user


def live_session(session_key):
    """Return the session with this key as it is now, with its person, or None."""
    query = select(Session).options(joinedload(Session.user, innerjoin=True))
    query = query.where(Session.session_key == digest(session_key), Session.expire_date > now())
    return db.session.scalar(query.execution_options(populate_existing=True))


def log_in(user):
    """Begin a session; remember when and where (LOGIN-7, SESSION-7), and log that (LOG-2)."""
    user.last_login = now()
    login = Session(
        user_id=user.id,
        since=now(),
        last_seen=now(),
        expire_date=now() + current_app.permanent_session_lifetime,
        address=(request.remote_addr or "")[:45],
        browser=printable(request.headers.get("User-Agent", ""))[:200],
    )
    db.session.add(login)
    give_new_key(user, login)
    log_event("logged_in", user.id)


def printable(text):
    return "".join(filter(str.isprintable, text))


def give_new_key(user, login):
    """Give a session a key and a form token that nobody has seen before (SESSION-2)."""
    session.clear()
    session.permanent = True
    user.session_key = secrets.token_urlsafe()
    login.session_key = digest(user.session_key)
    db.session.commit()
    login_user(user)
    session.pop("_id")  # a digest of address and browser, for the protection that is switched off


def sessions_of(user):
    """Return the live sessions of a person, the last to begin first."""
    live = select(Session).filter_by(user_id=user.id).where(Session.expire_date > now())
    return db.session.scalars(live.order_by(Session.since.desc()))


def shutting_out(user):
    """Return what ends all sessions and tokens of a person (RESET-4, SESSION-6, TOKEN-4)."""
    return [user.sessions.delete(), user.tokens.delete()]


def shut_out(user):
    """End all sessions and tokens of a person, for the caller to commit."""
    for statement in shutting_out(user):
        db.session.execute(statement)


def end_other_sessions(user):
    """End all sessions of the visitor but this one (PASSWORD-3, SESSION-7), likewise."""
    others = Session.session_key != digest(user.session_key)
    db.session.execute(delete(Session).where(Session.user_id == user.id, others))


def log_out():
    """End the session, for copies of its cookie too (LOGOUT-2)."""
    if current_user.is_authenticated:
        key = digest(current_user.get_id())
        db.session.execute(delete(Session).where(Session.session_key == key))
        db.session.commit()
    logout_user()
    session.clear()
