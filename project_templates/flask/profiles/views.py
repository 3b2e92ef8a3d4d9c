"""The home page and profile pages."""

from flask import Blueprint, abort, make_response, redirect, render_template, request, url_for
from flask_login import current_user, login_required

from accounts.models import User
from core.extensions import db, login_manager

bp = Blueprint("profiles", __name__)


@bp.get("/")
def home():
    """Show the home page."""
    return render_template("home.html")


def get_visible_user_or_404(criterion):
    """Return one user, if the current user may see the profile.

    Aborts with 404; redirects anonymous users to the login page if members may see it.
    """
    user = db.session.scalar(User.visible_to(current_user).where(criterion))
    if user is None and current_user.is_anonymous:
        any_member = User(is_active=True)
        if db.session.scalar(User.visible_to(any_member).where(criterion)):
            abort(login_manager.unauthorized())
    return user or abort(404)


def render_profile(user):
    return render_template("profiles/detail.html", person=user)


@bp.get("/profile/<pk:pk>/")
def by_pk(pk):
    """Show the user with this primary key."""
    return render_profile(get_visible_user_or_404(User.id == pk))


@bp.get("/profile/<username:username>/")
def by_username(username):
    """Show the user with this username."""
    return render_profile(get_visible_user_or_404(User.username == username))


@bp.get("/profile/")
@login_required
def me():
    """Show the logged-in user."""
    response = make_response(render_profile(current_user))
    response.cache_control.private = True
    response.cache_control.no_store = True
    return response


@bp.get("/profile/<mixed_case_username:username>/")
def canonical_username(username):
    """Redirect a username with upper-case letters to the canonical URL."""
    url = url_for(".by_username", username=username.lower())
    query = request.query_string.decode("latin-1")
    return redirect(f"{url}?{query}" if query else url, 301)
