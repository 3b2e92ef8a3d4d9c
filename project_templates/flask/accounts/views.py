"""Sign-up, login and logout."""

from functools import wraps

from flask import Blueprint, redirect, render_template, request, url_for
from flask_login import current_user, login_user, logout_user
from sqlalchemy.exc import IntegrityError

from accounts.forms import LoginForm, SignUpForm
from accounts.models import USERNAME_TAKEN, now
from accounts.redirects import is_local_path
from core.extensions import db

bp = Blueprint("accounts", __name__)


def anonymous_required(view):
    """Redirect authenticated users to their profile."""

    @wraps(view)
    def wrapper():
        if current_user.is_authenticated:
            return redirect(url_for("profiles.me"))
        return view()

    return wrapper


@bp.route("/signup/", methods=["GET", "POST"])
@anonymous_required
def signup():
    """Create a user and log in."""
    form = SignUpForm()
    if form.validate_on_submit():
        try:
            user = form.save()
        except IntegrityError:  # a concurrent request took the username after the validation
            db.session.rollback()
            form.username.errors.append(USERNAME_TAKEN)
        else:
            log_in(user)
            return redirect(url_for("profiles.me"))
    return render_template("accounts/signup.html", form=form)


@bp.route("/login/", methods=["GET", "POST"])
@anonymous_required
def login():
    """Log in and redirect to `next`."""
    form = LoginForm()
    next_url = request.form.get("next", request.args.get("next", ""))
    if not is_local_path(next_url):
        next_url = ""
    if form.validate_on_submit():
        log_in(form.user)
        return redirect(next_url or url_for("profiles.me"))
    return render_template("accounts/login.html", form=form, next=next_url)


def log_in(user):
    """Log in, and store the time."""
    user.last_login = now()
    db.session.commit()
    login_user(user)


@bp.post("/logout/")
def logout():
    """Log out and redirect to the home page."""
    logout_user()
    return redirect(url_for("profiles.home"))
