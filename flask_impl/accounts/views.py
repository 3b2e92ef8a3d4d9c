"""Sign-up, login and logout; the list of sessions; deletion of the account."""

from functools import wraps

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user, login_required
from sqlalchemy.exc import IntegrityError

from accounts.forms import DeleteForm, LoginForm, SignUpForm
from accounts.hashing import hash_password
from accounts.models import USERNAME_TAKEN, Session, delete_user
from accounts.redirects import is_local_path
from accounts.sessions import delete_other_sessions, hash_session_key, log_in, log_out
from accounts.throttle import TooManyAttempts
from core.extensions import db
from core.logs import log_security_event
from web.errors import error_page

bp = Blueprint("accounts", __name__)


@bp.app_errorhandler(TooManyAttempts)
def too_many_attempts(error):
    """Respond with 429 to TooManyAttempts (GUESS-1)."""
    log_security_event("login_locked_out")
    return error_page(429, error.seconds)


def anonymous_required(view):
    """Redirect authenticated users to their profile (LOGIN-6)."""

    @wraps(view)
    def wrapper():
        if current_user.is_authenticated:
            return redirect(url_for("profiles.me"))
        return view()

    return wrapper


@bp.route("/signup/", methods=["GET", "POST"])
@anonymous_required
def signup() -> ResponseReturnValue:
    """Create a user and log in (SIGNUP-1)."""
    return create_and_log_in(SignUpForm(), "accounts/signup.html")


def create_and_log_in(form, template):
    """Create a user with a valid form and log in; otherwise show the form."""
    if form.validate_on_submit():
        try:
            user = form.save()
        except IntegrityError:  # a concurrent request took the username after the validation
            db.session.rollback()
            form.username.errors.append(USERNAME_TAKEN)
        else:
            log_in(user)
            db.session.commit()
            log_security_event("signed_up", user.id)
            log_security_event("logged_in", user.id)
            return redirect(url_for("profiles.me"))
    elif form.errors == {"username": [USERNAME_TAKEN]}:
        hash_password(form.password1.data)  # the same time as a success (SIGNUP-8)
    return render_template(template, form=form)


@bp.route("/login/", methods=["GET", "POST"])
@anonymous_required
def login() -> ResponseReturnValue:
    """Log in and redirect to `next` (LOGIN-1, LOGIN-5)."""
    form = LoginForm()
    next_url = request.form.get("next", request.args.get("next", ""))
    if not is_local_path(next_url):
        next_url = ""
    if form.validate_on_submit():
        log_in(form.user)
        db.session.commit()
        log_security_event("logged_in", form.user.id)
        return redirect(next_url or url_for("profiles.me"))
    return render_template("accounts/login.html", form=form, next=next_url)


@bp.post("/logout/")
def logout() -> ResponseReturnValue:
    """Log out and redirect to the home page (LOGOUT-1)."""
    pk = current_user.id if current_user.is_authenticated else None
    log_out()
    db.session.commit()
    if pk:
        log_security_event("logged_out", pk)
    return redirect(url_for("profiles.home"))


@bp.get("/sessions/")
@login_required
def sessions() -> ResponseReturnValue:
    """List the active sessions of the user (SESSION-7)."""
    sessions = db.session.scalars(Session.active(current_user))
    current = hash_session_key(current_user.session_key)
    return render_template("accounts/sessions.html", sessions=sessions, current=current)


@bp.post("/sessions/end/")
@login_required
def end_session() -> ResponseReturnValue:
    """Delete one session of the user, the current one or another (SESSION-7)."""
    for session in db.session.scalars(Session.active(current_user)).all():
        if session.session_key == request.form.get("session"):
            db.session.delete(session)
            db.session.commit()
            log_security_event("session_ended", current_user.id)
    return redirect(url_for("accounts.sessions"))


@bp.post("/sessions/end_others/")
@login_required
def end_other_sessions() -> ResponseReturnValue:
    """Delete all sessions of the user except the current one (SESSION-7)."""
    delete_other_sessions(current_user)
    db.session.commit()
    log_security_event("other_sessions_ended", current_user.id)
    return redirect(url_for("accounts.sessions"))


@bp.route("/delete/", methods=["GET", "POST"])
@login_required
def delete() -> ResponseReturnValue:
    """Delete the user and all rows that belong to the user (DELETE-1, DELETE-2)."""
    form = DeleteForm()
    if form.validate_on_submit():
        pk = current_user.id
        delete_user(current_user)
        log_out()
        db.session.commit()
        log_security_event("deleted", pk)
        return redirect(url_for("profiles.home"))
    return render_template("accounts/delete.html", form=form)
