"""Authentication by username and password, throttled after failures (LOGIN-3, GUESS)."""

from flask import current_app, request
from sqlalchemy import select

from accounts.hashing import check_password, hash_password
from accounts.models import User
from core.extensions import db
from core.logs import log_security_event
from core.validators import lower_if_ascii


def authenticate(username, password):
    """Return the active user with this password, or None; raise TooManyAttempts."""
    throttle = current_app.extensions["throttle"]
    identity = lower_if_ascii(username.strip()), request.remote_addr
    throttle.check(*identity)
    user = get_user_with_password(identity[0], password)
    if user is None:
        user_id = db.session.scalar(select(User.id).filter_by(username=identity[0]))
        log_security_event("login_failed", user_id)
        throttle.count_failure(*identity)
    else:
        throttle.check(*identity)  # other attempts may have failed in the meantime
    return user


def verify_current_password(user, password):
    """Return whether the logged-in user has this password; raise TooManyAttempts (GUESS-6)."""
    return authenticate(user.username, password) is not None


def get_user_with_password(username, password):
    """Return the active user with this password, or None after the same time (LOGIN-4).

    Locks the user's row, so that no login succeeds with a password that is being changed.
    """
    user = db.session.scalar(select(User).filter_by(username=username))
    if user is None:
        hash_password(password)
        return None
    return user if check_password(password, user.password) and lock_user(user) else None


def lock_user(user):
    """Lock the user's row; return whether the user is still active and has the same password."""
    checked = select(User).filter_by(id=user.id, password=user.password, is_active=True)
    options = {"populate_existing": True}
    return bool(db.session.scalar(checked.with_for_update().execution_options(**options)))
