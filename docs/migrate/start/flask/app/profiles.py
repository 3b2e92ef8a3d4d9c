"""The home page, the list of users, and their pages."""

from flask import Blueprint, redirect, render_template, request, url_for
from flask_login import current_user, login_required
from sqlalchemy import or_

from app import db
from app.forms import ProfileForm
from app.models import User

bp = Blueprint("profiles", __name__)


@bp.get("/")
def home():
    return render_template("home.html")


@bp.get("/profiles/")
def directory():
    q = request.args.get("q", "").strip()
    query = active().order_by(User.username)
    if q:
        columns = (User.username, User.first_name, User.last_name)
        query = query.where(or_(*(column.icontains(q, autoescape=True) for column in columns)))
    return render_template("directory.html", page=db.paginate(query, per_page=20), q=q)


@bp.get("/profile/<int:pk>/")
def by_pk(pk):
    return render_template("profile.html", person=db.first_or_404(active().filter_by(id=pk)))


@bp.get("/profile/<username>/")
def by_username(username):
    query = active().filter_by(username=username)
    return render_template("profile.html", person=db.first_or_404(query))


@bp.get("/profile/")
@login_required
def me():
    return render_template("profile.html", person=current_user)


@bp.route("/accounts/edit/", methods=["GET", "POST"])
@login_required
def edit():
    form = ProfileForm(obj=current_user)
    if form.validate_on_submit():
        form.populate_obj(current_user)
        db.session.commit()
        return redirect(url_for("profiles.me"))
    return render_template("edit.html", form=form)


def active():
    return db.select(User).filter_by(is_active=True)
