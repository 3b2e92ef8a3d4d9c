"""Profile pages, the directory, and the form to edit one's own profile."""

from flask import (
    Blueprint,
    abort,
    current_app,
    make_response,
    redirect,
    render_template,
    request,
    url_for,
)
from flask.typing import ResponseReturnValue
from flask_login import current_user, login_required
from sqlalchemy import false

from accounts.models import User
from core.extensions import db, login_manager
from profiles.export import get_export
from profiles.forms import ProfileForm
from profiles.pagination import paginate
from profiles.search import DirectoryForm, count_and_limit
from profiles.table import table
from sites.cache import get_current_site
from web.conditional import make_etag

bp = Blueprint("profiles", __name__)
bp.add_url_rule("/profiles/table/", view_func=table)  # its module imports no blueprint
ETAG_FIELDS = ("id", "username", "full_name", "bio", "location", "website", "date_joined")


@bp.get("/")
def home() -> ResponseReturnValue:
    """Show the home page (HOME-1)."""
    return render_template("home.html")


def get_visible_user_or_404(criterion):
    """Return one user, if the current user may see the profile (VISIBLE-1 to VISIBLE-4).

    Aborts with 404; redirects anonymous users to the login page if members may see it.
    """
    user = db.session.scalar(User.visible_to(current_user).where(criterion))
    if user is None and current_user.is_anonymous:
        any_member = User(id=0, is_active=True)  # no row: nobody has granted anything to this user
        if db.session.scalar(User.visible_to(any_member).where(criterion)):
            abort(login_manager.unauthorized())
    return user or abort(404)


def render_profile(user):
    """Render the page, or respond with 304 if the client has it already (CACHE-1)."""
    response = make_response()
    if etag := get_etag(user):
        response.set_etag(etag, weak=True)
        response.cache_control.no_cache = True
        response.make_conditional(request)
    if response.status_code == 200:
        response.set_data(render_template("profiles/detail.html", person=user))
    return response


def get_etag(user):
    """Return the ETag of the page; None for authenticated users (CACHE-2) and in debug mode."""
    if current_user.is_authenticated or current_app.debug:
        return None
    site = get_current_site()
    values = [getattr(user, name) for name in ETAG_FIELDS]
    return make_etag(current_app.config["RELEASE"], site.name, site.colour, *values)


@bp.get("/profile/<pk:pk>/")
def by_pk(pk: int) -> ResponseReturnValue:
    """Show the user with this primary key (PROFILE-1)."""
    return render_profile(get_visible_user_or_404(User.id == pk))


@bp.get("/profile/<username:username>/")
def by_username(username: str) -> ResponseReturnValue:
    """Show the user with this username (PROFILE-2)."""
    return render_profile(get_visible_user_or_404(User.username == username))


@bp.get("/profile/")
@login_required
def me() -> ResponseReturnValue:
    """Show the logged-in user (PROFILE-5)."""
    return render_profile(current_user)


@bp.get("/profile/<mixed_case_username:username>/")
def canonical_username(username: str) -> ResponseReturnValue:
    """Redirect a username with upper-case letters to the canonical URL (PROFILE-4)."""
    url = url_for(".by_username", username=username.lower())
    query = request.query_string.decode()
    return redirect(f"{url}?{query}" if query else url, 301)


@bp.get("/profiles/")
def directory() -> ResponseReturnValue:
    """List and search the users whom the current user may see (DIRECTORY-1)."""
    form = DirectoryForm(request.args)
    users = User.visible_to(current_user)
    users = form.filter(users) if form.validate() else users.where(false())
    users, count = count_and_limit(users, form.q.data)
    page = paginate(users, form.order, request.args)
    return render_template("profiles/list.html", form=form, page=page, count=count)


@bp.route("/accounts/edit/", methods=["GET", "POST"])
@login_required
def edit() -> ResponseReturnValue:
    """Edit the profile of the logged-in user (EDIT-1)."""
    form = ProfileForm(current_user)
    if form.validate_on_submit():
        form.save()
        db.session.commit()
        return redirect(url_for("profiles.me"))
    return render_template("profiles/edit.html", form=form)


@bp.get("/accounts/export/")
@login_required
def export() -> ResponseReturnValue:
    """Return the data that is stored about the user, except hashes (EXPORT-1)."""
    headers = {"Content-Disposition": "attachment"}
    return get_export(current_user), headers
