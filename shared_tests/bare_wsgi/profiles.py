"""The home page and profile pages."""

from urllib.parse import quote

from shared_tests.bare_wsgi.database import find_user, full_name, parse_time, visible_to
from shared_tests.bare_wsgi.layout import HTML, fill, join, page, with_breaks
from shared_tests.bare_wsgi.web import HTTPError, redirect

HOME = """
<p>A small part of the application, to test its tests.
<a href="/profiles/">Look who is here</a>, or {invitation}.</p>
"""
INVITATION = '<a href="/accounts/signup/">join</a>; members <a href="/accounts/login/">enter</a>'
WELCOME = 'go to <a href="/profile/">your own page</a>'
PROFILE = """
<p id="full-name">Full name: {full_name}</p>
<table>
<tr><th>Known as</th><td id="username">{username}</td></tr>
{rows}
<tr><th>Here since</th>
<td id="joined"><time datetime="{joined}">{day}</time></td></tr>
</table>
{more}
"""
ROW = '<tr><th>{label}</th><td id="{id}">{value}</td></tr>'
LINK = '<a rel="nofollow" href="{url}">{text}</a>'
SESSIONS = '<p>Where are you logged in? <a href="/accounts/sessions/">Have a look</a>.</p>'


def home(request):
    """Return the home page (HOME-1)."""
    invitation = WELCOME if request.visit.user else INVITATION
    return page(request, "User profiles", fill(HOME, invitation=HTML(invitation)))


def login_first(request):
    """Return a redirect to the login page, and from there back."""
    return redirect(f"/accounts/login/?next={quote(request.full_path, safe='/')}")


def own(request):
    """Return the profile page of the current user (PROFILE-5, PROFILE-6)."""
    return show(request, request.visit.user) if request.visit.user else login_first(request)


def by_key(request, key):
    """Return the profile page of a primary key (PROFILE-1, PROFILE-3)."""
    if int(key) >= 2**63:
        raise HTTPError(404)
    return find(request, "id", int(key))


def by_username(request, username):
    """Return the profile page of a username, at its URL in lower case (PROFILE-2, PROFILE-4)."""
    if username != username.lower():
        query = request.query_string and f"?{request.query_string}"
        return redirect(f"/profile/{username.lower()}/{query}", 301)
    return find(request, "username", username)


def find(request, column, value):
    """Return the profile page of a user, if the current user may see it (VISIBLE)."""
    user, viewer = find_user(request.database, column, value), request.visit.user
    if user is None or not user["is_active"]:
        raise HTTPError(404)
    if user["visibility"] == "members" and viewer is None:
        return login_first(request)
    condition, parameters = visible_to(viewer)
    query = f"SELECT 1 FROM users WHERE id = :key AND {condition}"
    if not request.database.execute(query, {"key": user["id"], **parameters}).fetchone():
        raise HTTPError(404)
    return show(request, user)


def show(request, user):
    """Return the page of a user (PROFILE-8, PROFILE-9)."""
    viewer = request.visit.user
    url = user["website"]
    shown = [
        ("email", "Mail", user["email"] if viewer and viewer["is_superuser"] else ""),
        ("website", "On the web", url and fill(LINK, url=url, text=url)),
        ("location", "Lives in", user["location"]),
        ("bio", "In short", with_breaks(user["bio"])),
    ]
    rows = join(
        fill(ROW, id=each, label=label, value=value) for each, label, value in shown if value
    )
    more = HTML(SESSIONS) if viewer and viewer["id"] == user["id"] else ""
    name, joined = full_name(user), parse_time(user["date_joined"])
    values = {"full_name": name, "username": user["username"], "rows": rows, "more": more}
    values |= {"joined": joined.isoformat(), "day": f"{joined.day} {joined:%B %Y}"}
    return page(request, name, fill(PROFILE, **values), title=f"About {name}")
