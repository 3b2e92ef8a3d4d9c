"""Who somebody is, judged by name and password, unless too many were wrong (LOGIN-3, GUESS)."""

from flask import current_app, request
from sqlalchemy import select

from accounts.hashing import check_password, hash_password
from accounts.models import User
from core.extensions import db
from core.logs import log_event
from core.validators import lower_if_ascii


def authenticate(username, password):
    """Return the active person with this password, or None; raise Locked (GUESS-1)."""
    throttle = current_app.extensions["throttle"]
    who = lower_if_ascii(username.strip()), request.remote_addr
    throttle.check(*who)
    user = find_person(who[0], password)
    if user is None:
        known = db.session.scalar(select(User.id).filter_by(username=who[0]))
        log_event("login_failed", known)
        throttle.count_failure(*who)
    else:
        throttle.check(*who)  # others may have failed meanwhile
    return user


def confirm(user, password):
    """Say whether this is the password of who is logged in; raise Locked (GUESS-6)."""
    return authenticate(user.username, password) is not None


def find_person(username, password):
    """Return the active person with this password, in the same time if there is none (LOGIN-4).

    The person is locked, so that nobody logs in with a password that is just being changed.
    """
    user = db.session.scalar(select(User).filter_by(username=username))
    if user is None:
        hash_password(password)
        return None
    judged = user.password
    if not check_password(password, judged):
        return None
    unchanged = select(User).filter_by(id=user.id, password=judged, is_active=True)
    return db.session.scalar(unchanged.with_for_update().execution_options(populate_existing=True))
