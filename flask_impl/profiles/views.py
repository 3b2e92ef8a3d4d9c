"""Showing people, one by pk, by username, or from the login, and all; editing oneself."""

from flask import (
    Blueprint,
    abort,
    current_app,
    jsonify,
    make_response,
    redirect,
    render_template,
    request,
    url_for,
)
from flask_login import current_user, login_required
from sqlalchemy import false

from accounts.models import User
from core.extensions import db, login_manager
from profiles.directory import DirectoryForm, count, cut
from profiles.export import get_export
from profiles.forms import ProfileForm
from sites.registry import current_site
from web.conditional import make_etag

bp = Blueprint("profiles", __name__)
SHOWN = ("id", "username", "full_name", "bio", "location", "website", "date_joined")


@bp.get("/")
def home():
    """Say what this is (HOME-1)."""
    return render_template("home.html")


def find(criterion):
    """Return one person, if this visitor may see them (VISIBLE-1 to VISIBLE-4).

    Aborts with 404; where logging in would help, asks an anonymous visitor to.
    """
    person = db.session.scalar(User.visible_to(current_user).where(criterion))
    if person is None and current_user.is_anonymous:
        any_member = User(is_active=True)
        if db.session.scalar(User.visible_to(any_member).where(criterion)):
            abort(login_manager.unauthorized())
    return person or abort(404)


def render_profile(person):
    """Render the page, or respond with 304 to a client that has it already (CACHE-1)."""
    response = make_response()
    if etag := get_etag(person):
        response.set_etag(etag)
        response.cache_control.no_cache = True
        response.make_conditional(request)
    if response.status_code != 304:
        response.set_data(render_template("profiles/detail.html", person=person))
    return response


def get_etag(person):
    """Return what changes with the page; None for users with a login, who get no ETag."""
    if current_user.is_authenticated or current_app.debug:
        return None
    site = current_site()
    shown = [getattr(person, name) for name in SHOWN]
    return make_etag(site.name, site.colour, *shown)


@bp.get("/profile/<pk:pk>/")
def by_pk(pk):
    """Find the person by primary key (PROFILE-1)."""
    return render_profile(find(User.id == pk))


@bp.get("/profile/<username:username>/")
def by_username(username):
    """Find the person by username (PROFILE-2)."""
    return render_profile(find(User.username == username))


@bp.get("/profile/")
@login_required
def own():
    """Find the person from the login (PROFILE-5)."""
    return render_profile(current_user)


@bp.get("/profile/<mixed_case_username:username>/")
def lower_case(username):
    """Send a username with upper case to its one address (PROFILE-4)."""
    url = url_for(".by_username", username=username.lower())
    query = request.query_string.decode("latin-1")
    return redirect(f"{url}?{query}" if query else url, 301)


@bp.get("/profiles/")
def directory():
    """List the people this visitor may see, and who are looked for (DIRECTORY-1)."""
    form = DirectoryForm()
    people = User.visible_to(current_user)
    people = form.filter(people) if form.validate() else people.where(false())
    page = cut(people, form.order, request.args)
    context = {"form": form, "page": page, "people": page.people, "count": count(people)}
    return render_template("profiles/list.html", **context)


@bp.route("/accounts/edit/", methods=["GET", "POST"])
@login_required
def edit():
    """Change what people say about themselves (EDIT-1)."""
    form = ProfileForm(current_user)
    if form.validate_on_submit():
        form.save()
        return redirect(url_for("profiles.own"))
    return render_template("profiles/edit.html", form=form)


@bp.get("/accounts/export/")
@login_required
def export():
    """Return everything that is stored about the user, except hashes (EXPORT-1)."""
    headers = {"Content-Disposition": "attachment"}
    return jsonify(get_export(current_user)), headers
