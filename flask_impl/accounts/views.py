"""Signing up, logging in and out; where one is logged in; leaving."""

from functools import wraps

from flask import Blueprint, redirect, render_template, request, url_for
from flask_login import current_user, login_required
from sqlalchemy.exc import IntegrityError

from accounts.forms import DeleteForm, LoginForm, SignUpForm, delete_person
from accounts.hashing import hash_password
from accounts.models import USERNAME_TAKEN
from accounts.redirects import is_local_path
from accounts.sessions import digest, end_other_sessions, log_in, log_out, sessions_of
from accounts.throttle import Locked
from core.extensions import db
from core.logs import log_event
from web.errors import error_page

bp = Blueprint("accounts", __name__)


@bp.app_errorhandler(Locked)
def locked(lock):
    """Respond with 429 while logins are locked after too many failures (GUESS-1)."""
    log_event("locked_out")
    return error_page(429, lock.seconds)


def anonymous_required(view):
    """Send people who are logged in to their own page (LOGIN-6)."""

    @wraps(view)
    def wrapper():
        if current_user.is_authenticated:
            return redirect(url_for("profiles.own"))
        return view()

    return wrapper


@bp.route("/signup/", methods=["GET", "POST"])
@anonymous_required
def signup():
    """Make a person and log them in (SIGNUP-1)."""
    form = SignUpForm()
    if form.validate_on_submit():
        try:
            user = form.save()
        except IntegrityError:  # someone else took the name since the form looked
            db.session.rollback()
            form.username.errors.append(USERNAME_TAKEN)
        else:
            log_event("signed_up", user.id)
            log_in(user)
            return redirect(url_for("profiles.own"))
    elif form.errors == {"username": [USERNAME_TAKEN]}:
        hash_password(form.password1.data)  # in the time of a free name (SIGNUP-8)
    return render_template("accounts/signup.html", form=form)


@bp.route("/login/", methods=["GET", "POST"])
@anonymous_required
def login():
    """Log a person in and send them where they were going (LOGIN-1, LOGIN-5)."""
    form = LoginForm()
    next_url = request.form.get("next", request.args.get("next", ""))
    if not is_local_path(next_url):
        next_url = ""
    if form.validate_on_submit():
        log_in(form.user)
        return redirect(next_url or url_for("profiles.own"))
    return render_template("accounts/login.html", form=form, next=next_url)


@bp.post("/logout/")
def logout():
    """End the session and go home (LOGOUT-1)."""
    pk = current_user.id if current_user.is_authenticated else None
    log_out()
    if pk:
        log_event("logged_out", pk)
    return redirect(url_for("profiles.home"))


@bp.get("/sessions/")
@login_required
def sessions():
    """Show where the person is logged in (SESSION-7)."""
    present = digest(current_user.session_key)
    context = {"sessions": sessions_of(current_user), "present": present}
    return render_template("accounts/sessions.html", **context)


@bp.post("/sessions/end/")
@login_required
def end_session():
    """End one session of the person, this one or another (SESSION-7)."""
    for login in sessions_of(current_user).all():
        if login.session_key == request.form.get("session"):
            db.session.delete(login)
            db.session.commit()
            log_event("session_ended", current_user.id)
    return redirect(url_for("accounts.sessions"))


@bp.post("/sessions/end_others/", endpoint="end_other_sessions")
@login_required
def end_others():
    """End all sessions of the person but this one (SESSION-7)."""
    end_other_sessions(current_user)
    db.session.commit()
    log_event("other_sessions_ended", current_user.id)
    return redirect(url_for("accounts.sessions"))


@bp.route("/delete/", methods=["GET", "POST"])
@login_required
def delete():
    """Delete the person and everything of theirs (DELETE-1, DELETE-2)."""
    form = DeleteForm()
    if form.validate_on_submit():
        pk = current_user.id
        delete_person(current_user)
        log_out()
        log_event("deleted", pk)
        return redirect(url_for("profiles.home"))
    return render_template("accounts/delete.html", form=form)
