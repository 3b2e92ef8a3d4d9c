"""The page on which users list and end their sessions (SESSION-7)."""

from shared_tests.bare_wsgi.database import now, parse_time
from shared_tests.bare_wsgi.layout import HTML, csrf_field, fill, join, page
from shared_tests.bare_wsgi.profiles import login_first
from shared_tests.bare_wsgi.visits import digest
from shared_tests.bare_wsgi.web import redirect

PAGE = """
<table id="sessions">
<thead><tr><th>Where</th><th>With</th><th>Since</th><th>Last seen</th><th>Enough?</th></tr></thead>
<tbody>{rows}</tbody>
</table>
{others}
"""
ROW = """
<tr{current}><td>{ip_address}</td><td>{user_agent}</td>
<td>{created_at}</td><td>{last_seen_at}</td><td>{end}</td></tr>
"""
END = """
<form method="post">{token}<input type="hidden" name="which" value="{which}">
<button>{label}</button></form>
"""
TIME = '<time datetime="{iso}">{iso}</time>'


def sessions(request):
    """Return the list, or end one session or all others."""
    if request.visit.user is None:
        return login_first(request)
    if request.method == "POST":
        end(request, request.form.get("which", ""))
        return redirect("/accounts/sessions/")
    query = "SELECT * FROM sessions WHERE user_id = ? AND expires_at > ? ORDER BY rowid"
    found = request.database.execute(query, [request.visit.user["id"], now()])
    rows = join(row(request.visit, each) for each in found)
    others = end_form(request.visit, "others", "Sign out everywhere else")
    return page(request, "Where you are logged in", fill(PAGE, rows=rows, others=others))


def row(visit, session):
    """Return the row of a session."""
    is_current = session["session_key"] == digest(visit.cookie)
    values = {name: session[name] for name in ("ip_address", "user_agent")}
    for name in ("created_at", "last_seen_at"):
        values[name] = fill(TIME, iso=parse_time(session[name]).isoformat())
    values["current"] = HTML(' aria-current="location"' if is_current else "")
    return fill(ROW, **values, end=end_form(visit, session["session_key"], "Sign out"))


def end_form(visit, which, label):
    """Return the form that ends a session, or the `others`."""
    return fill(END, token=csrf_field(visit), which=which, label=label)


def end(request, which):
    """End a session of the current user by its key, or all `others`."""
    own = request.visit.user["id"]
    condition, key = "session_key = ?", which
    if which == "others":
        condition, key = "session_key != ?", digest(request.visit.cookie)
    request.database.execute(f"DELETE FROM sessions WHERE user_id = ? AND {condition}", [own, key])
