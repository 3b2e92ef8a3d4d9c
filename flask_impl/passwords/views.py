"""Changing one's password, and choosing a new one with a link from a mail."""

import re

from flask import Blueprint, redirect, render_template, request, session, url_for
from flask_login import current_user, login_required
from sqlalchemy import select

from accounts.models import Session, User
from accounts.sessions import digest, end_other_sessions, give_new_key, log_out, shut_out
from core.extensions import db
from core.logs import log_event
from passwords.forms import NewPasswordForm, PasswordForm, ResetForm
from passwords.tokens import check_token

bp = Blueprint("passwords", __name__)

IN_SESSION = "set-password"  # stands in an address for a token that moved into the session


@bp.route("/password_change/", methods=["GET", "POST"])
@login_required
def change():
    """Change the password, which ends all other sessions (PASSWORD-2, PASSWORD-3)."""
    person = current_user._get_current_object()  # not the proxy, which can't be logged in
    form = PasswordForm(person)
    if form.validate_on_submit():
        form.save()
        end_other_sessions(person)
        give_new_key(person, db.session.get(Session, digest(person.session_key)))
        log_event("password_changed", person.id)
        return redirect(url_for("profiles.own"))
    return render_template("passwords/change.html", form=form)


@bp.route("/password_reset/", methods=["GET", "POST"])
def reset():
    """Mail a link to everyone with this address, and say the same to all (RESET-1)."""
    form = ResetForm()
    if form.validate_on_submit():
        log_event("reset_asked")
        form.save()
        return redirect(url_for("passwords.reset_done"))
    return render_template("passwords/reset.html", form=form)


@bp.get("/password_reset/done/")
def reset_done():
    """Say that a mail may be on its way (RESET-1)."""
    return render_template("passwords/reset_done.html")


@bp.route("/reset/<uid>/<token>/", methods=["GET", "POST"])
def reset_confirm(uid, token):
    """Let whoever holds the link choose a new password (RESET-4)."""
    user = person_of(uid)
    if user and token != IN_SESSION and check_token(user, token):
        # So that no other site is told the token: the address is what a browser sends on.
        session["reset_token"] = token
        return redirect(url_for("passwords.reset_confirm", uid=uid, token=IN_SESSION))
    if user is None or not check_token(user, session.get("reset_token", "")):
        page = render_template("passwords/reset_confirm.html")
        return page, {"Cache-Control": "private, no-store"}
    form = NewPasswordForm(user)
    if form.validate_on_submit():
        form.save()
        shut_out(user)
        db.session.commit()
        log_event("password_reset", user.id)
        log_out()  # this browser too, whoever used it before
        return redirect(url_for("accounts.login"))
    return render_template("passwords/reset_confirm.html", form=form)


def person_of(uid):
    """Return the active person; locked at POST, so that of two uses at once one wins (RESET-5)."""
    if not re.fullmatch("[0-9]{1,18}", uid):
        return None
    query = select(User).where(User.id == int(uid), User.is_active)
    return db.session.scalar(query.with_for_update() if request.method == "POST" else query)
