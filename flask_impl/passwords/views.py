"""Change a password, and reset it with a link from an email."""

import re
from functools import partial

from flask import Blueprint, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user, login_required
from sqlalchemy import select

from accounts.models import Session, User
from accounts.sessions import (
    delete_other_sessions,
    delete_sessions_and_tokens,
    hash_session_key,
    log_out,
    rotate_session_key,
)
from core.database import on_commit
from core.extensions import db
from core.logs import log_security_event
from passwords.forms import PasswordChangeForm, PasswordResetForm, SetPasswordForm
from passwords.tokens import check_token

bp = Blueprint("passwords", __name__)

RESET_URL_TOKEN = "set-password"  # noqa: S105, in the URL, instead of the token in the session


@bp.route("/password_change/", methods=["GET", "POST"])
@login_required
def change() -> ResponseReturnValue:
    """Change the password, and end all other sessions (PASSWORD-2, PASSWORD-3)."""
    user = current_user._get_current_object()  # login_user takes no proxy
    form = PasswordChangeForm(user)
    if form.validate_on_submit():
        form.save()
        delete_other_sessions(user)
        rotate_session_key(user, db.session.get(Session, hash_session_key(user.session_key)))
        db.session.commit()
        log_security_event("password_changed", user.id)
        return redirect(url_for("profiles.me"))
    return render_template("passwords/change.html", form=form)


@bp.route("/password_reset/", methods=["GET", "POST"])
def reset() -> ResponseReturnValue:
    """Send a link by email; the response is the same for unknown email addresses (RESET-1)."""
    form = PasswordResetForm()
    if form.validate_on_submit():
        on_commit(partial(log_security_event, "password_reset_requested"))
        form.save()
        db.session.commit()
        return redirect(url_for("passwords.reset_done"))
    return render_template("passwords/reset.html", form=form)


@bp.get("/password_reset/done/")
def reset_done() -> ResponseReturnValue:
    """Show that a link was sent, if the account exists (RESET-1)."""
    return render_template("passwords/reset_done.html")


@bp.route("/reset/<uid>/<token>/", methods=["GET", "POST"])
def reset_confirm(uid: str, token: str) -> ResponseReturnValue:
    """Set a new password with a link from an email (RESET-4)."""
    user, stored = get_user(uid), ""
    if token == RESET_URL_TOKEN:
        stored = session.get("_password_reset_token", "")
    elif user and check_token(user, token):
        # The session hides the token from other hosts: browsers send the URL in a Referer.
        session["_password_reset_token"] = token
        return redirect(url_for("passwords.reset_confirm", uid=uid, token=RESET_URL_TOKEN))
    if user is None or not check_token(user, stored):
        page = render_template("passwords/reset_confirm.html")
        return page, {"Cache-Control": "private, no-store"}
    form = SetPasswordForm(user)
    if form.validate_on_submit():
        form.save()
        delete_sessions_and_tokens(user)
        log_out()  # also a session of another user in this browser
        db.session.commit()
        log_security_event("password_reset", user.id)
        return redirect(url_for("accounts.login"))
    return render_template("passwords/reset_confirm.html", form=form)


def get_user(uid):
    """Return the active user; locked at POST, so that only one of concurrent uses succeeds."""
    if not re.fullmatch("[0-9]{1,18}", uid):
        return None
    query = select(User).where(User.id == int(uid), User.is_active)
    return db.session.scalar(query.with_for_update() if request.method == "POST" else query)
