"""Sign-up, login, logout and password change."""

from flask import Blueprint, redirect, render_template, request, url_for
from flask_login import current_user, login_required, login_user, logout_user

from app import db
from app.forms import LoginForm, PasswordChangeForm, SignUpForm
from app.models import User

bp = Blueprint("auth", __name__)


@bp.route("/signup/", methods=["GET", "POST"])
def signup():
    if current_user.is_authenticated:
        return redirect(url_for("profiles.me"))
    form = SignUpForm()
    if form.validate_on_submit():
        user = User()
        form.populate_obj(user)
        user.set_password(form.password1.data)
        db.session.add(user)
        db.session.commit()
        login_user(user)
        return redirect(url_for("profiles.me"))
    return render_template("signup.html", form=form)


@bp.route("/login/", methods=["GET", "POST"])
def login():
    if current_user.is_authenticated:
        return redirect(url_for("profiles.me"))
    form, error = LoginForm(), None
    next_url = request.values.get("next", "")
    if form.validate_on_submit():
        user = db.session.scalar(db.select(User).filter_by(username=form.username.data))
        if user and user.is_active and user.check_password(form.password.data):
            login_user(user)
            return redirect(next_url if is_local(next_url) else url_for("profiles.me"))
        error = "Wrong username or password."
    return render_template("login.html", form=form, error=error, next=next_url)


def is_local(url):
    return url.startswith("/") and not url.startswith(("//", "/\\"))


@bp.post("/logout/")
def logout():
    logout_user()
    return redirect(url_for("profiles.home"))


@bp.route("/password_change/", methods=["GET", "POST"])
@login_required
def password_change():
    form = PasswordChangeForm()
    if form.validate_on_submit():
        current_user.set_password(form.new_password1.data)
        db.session.commit()
        return redirect(url_for("profiles.me"))
    return render_template("password_change.html", form=form)
