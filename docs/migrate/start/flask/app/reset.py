"""Password reset with a link from an email."""

from flask import Blueprint, current_app, redirect, render_template, url_for
from flask_login import logout_user
from flask_mailman import EmailMessage
from itsdangerous import BadData, URLSafeTimedSerializer

from app import db
from app.forms import NewPasswordForm, ResetForm
from app.models import User

bp = Blueprint("reset", __name__)
MAX_AGE = 3600  # seconds


def serializer():
    return URLSafeTimedSerializer(current_app.secret_key, salt="password-reset")


@bp.route("/password_reset/", methods=["GET", "POST"])
def ask():
    form = ResetForm()
    if form.validate_on_submit():
        user = db.session.scalar(db.select(User).filter_by(email=form.email.data, is_active=True))
        if user:
            url = url_for("reset.confirm", token=serializer().dumps(user.id), _external=True)
            body = render_template("reset_email.txt", user=user, url=url)
            EmailMessage("Reset your password", body, to=[user.email]).send()
        return redirect(url_for("reset.done"))
    return render_template("reset.html", form=form)


@bp.get("/password_reset/done/")
def done():
    return render_template("reset_done.html")


@bp.route("/reset/<token>/", methods=["GET", "POST"])
def confirm(token):
    try:
        user = db.session.get(User, serializer().loads(token, max_age=MAX_AGE))
    except BadData:
        user = None
    if not user or not user.is_active:
        return render_template("new_password.html", error="This link is no longer valid.")
    form = NewPasswordForm()
    if form.validate_on_submit():
        user.set_password(form.new_password1.data)
        db.session.commit()
        logout_user()
        return redirect(url_for("auth.login"))
    return render_template("new_password.html", form=form)
