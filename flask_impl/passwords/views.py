"""Changing one's password, and choosing a new one with a link from a mail."""

import re

from flask import Blueprint, redirect, render_template, session, url_for
from flask_login import current_user, login_required
from sqlalchemy import select

from accounts.models import Session, User
from accounts.sessions import digest, end_other_sessions, end_sessions, give_new_key, log_out
from config.extensions import db
from config.logs import log_event
from passwords.forms import NewPasswordForm, PasswordForm, ResetForm
from passwords.tokens import check_token

bp = Blueprint("passwords", __name__)

IN_SESSION = "set-password"  # stands in an address for a token that moved into the session


@bp.route("/password_change/", methods=["GET", "POST"])
@login_required
def change():
    """Change the password, which ends all other sessions (PASSWORD-2, PASSWORD-3)."""
    form = PasswordForm(current_user)
    if form.validate_on_submit():
        form.save()
        log_event("password_changed", current_user)
        end_other_sessions(current_user)
        give_new_key(current_user, db.session.get(Session, digest(current_user.session_key)))
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
    user = locked_person(uid)
    if user and token != IN_SESSION and check_token(user, token):
        # So that no other site is told the token: the address is what a browser sends on.
        session["reset_token"] = token
        return redirect(url_for("passwords.reset_confirm", uid=uid, token=IN_SESSION))
    if user is None or not check_token(user, session.get("reset_token", "")):
        return render_template("passwords/reset_confirm.html")
    form = NewPasswordForm(user)
    if form.validate_on_submit():
        form.save()
        log_event("password_reset", user)
        end_sessions(user)
        db.session.commit()
        log_out()  # this browser too, whoever used it before
        return redirect(url_for("accounts.login"))
    return render_template("passwords/reset_confirm.html", form=form)


def locked_person(uid):
    """Return an active person, locked, so that of two uses at once one wins (RESET-5), or None."""
    if not re.fullmatch("[0-9]{1,18}", uid):
        return None
    query = select(User).where(User.id == int(uid), User.is_active).with_for_update()
    return db.session.scalar(query)
