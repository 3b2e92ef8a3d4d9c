"""The baseline: a WSGI application with the profile page by primary key, and nothing else.

A connection pool, one prepared SELECT and one compiled template: what any application with this
server, driver and database has to do for this page. It is served as the implementations are.
"""

import os
from pathlib import Path

from jinja2 import Environment, FileSystemLoader
from psycopg.rows import namedtuple_row
from psycopg_pool import ConnectionPool

COLUMNS = "id, username, first_name, last_name, email, bio, location, website, date_joined"
QUERY = f"SELECT {COLUMNS} FROM users WHERE id = %s AND is_active AND visibility = 'public'"  # noqa: S608
HEADERS = [("Content-Type", "text/html; charset=utf-8")]

templates = Environment(loader=FileSystemLoader(Path(__file__).parent), autoescape=True)
page = templates.get_template("baseline.html")
pool = ConnectionPool(
    os.environ["DATABASE_URL"],
    kwargs={"autocommit": True, "prepare_threshold": 0, "row_factory": namedtuple_row},
    min_size=0,
    max_size=4,  # one for each thread of the server
    open=False,
)


def application(environ, start_response):
    """Return the profile page of the user whose primary key is in the path, or 404."""
    pool.open()
    pk = environ["PATH_INFO"].removeprefix("/profile/").removesuffix("/")
    person = None
    if pk.isdecimal():
        with pool.connection() as connection:
            person = connection.execute(QUERY, [pk]).fetchone()
    status, text = ("200 OK", page.render(person=person)) if person else ("404 Not Found", "")
    body = text.encode()
    start_response(status, [*HEADERS, ("Content-Length", str(len(body)))])
    return [body]
