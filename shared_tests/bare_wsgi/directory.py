"""The directory: its first page, and its search."""

from shared_tests.bare_wsgi.database import fold, full_name, visible_to
from shared_tests.bare_wsgi.layout import fill, join, page
from shared_tests.bare_wsgi.web import HTTPError

DIRECTORY = """
<form id="directory-form" action="/profiles/">
<label for="id_q">Part of a name</label> <input id="id_q" name="q" value="{q}" type="search">
<input type="submit" value="Find"></form>
<p>Found: <strong id="count">{count}</strong></p>
<ol id="people">{people}</ol>
"""
PERSON = '<li>{username}: <a href="/profile/{username}/">{full_name}</a></li>'
SEARCH = " AND (" + " OR ".join(
    f"instr(fold({name}), :q)" for name in ("username", "first_name", "last_name")
) + ")"  # fmt: skip
NOT_YET = {"joined_after", "sort", "page", "after", "before"}


def directory(request):
    """Return the first 20 users whom the current user may see (VISIBLE-5)."""
    if NOT_YET & request.query.keys():
        raise HTTPError(501)
    q = request.query.get("q", "").strip()
    condition, parameters = visible_to(request.visit.user)
    found = f"FROM users WHERE {condition}{SEARCH if q else ''}"
    parameters |= {"q": fold(q)}
    (count,) = request.database.execute(f"SELECT count(*) {found}", parameters).fetchone()
    users = request.database.execute(f"SELECT * {found} ORDER BY username LIMIT 20", parameters)
    people = join(
        fill(PERSON, username=each["username"], full_name=full_name(each)) for each in users
    )
    count = "1 person" if count == 1 else f"{count} people"
    return page(request, "Everybody", fill(DIRECTORY, q=q, count=count, people=people))
