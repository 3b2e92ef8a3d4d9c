"""The time in SQL of searches: in the directory, and in the list of users of the admin."""

import re
from functools import partial
from statistics import median
from urllib.parse import quote, urljoin

import psycopg

from bench.databases import RARE_NAME, database_url
from bench.http_client import Client
from bench.statements import log_statements
from runner import postgresql

SEARCHES = 5
STAFF = "ada"
LINK = re.compile(r'<a href="([^"]+)"[^>]*>Users</a>')
SEARCH_FIELD = re.compile(r'<input[^>]* id="searchbar"[^>]*>')
NAME = re.compile(r' name="(\w+)"')
# Texts that nobody, some or all users have; also of one character, and the wildcards of SQL.
TEXTS = [
    "@", "%", "_", "z", "9", "qx", "99", "999", "john", "hamilton", "person", "nobody is so called",
    "x" * 100, RARE_NAME,
]  # fmt: skip


def measure(implementations, administrator, password, role, database):
    """Return the milliseconds of searches in PostgreSQL, as {result: {implementation: ms}}.

    `search_ms` is a search for one user; the others are the slowest of TEXTS, and in the admin of
    the whole list, too.
    """
    found: dict = {"search_ms": {}, "slowest_search_ms": {}, "slowest_admin_search_ms": {}}
    with log_statements(administrator, postgresql.get_log_path(administrator)) as measure_log:
        for name, implementation in implementations.items():
            url, log = implementation.servers[role].url, partial(measure_log, database(name))
            directory = time_searches(Client(url), "/profiles/?q=", TEXTS, log)
            staff = Client(url).log_in(
                promote(database_url(administrator, database(name))), password
            )
            admin = time_searches(staff, find_list(staff), ["", *TEXTS], log)
            found["search_ms"][name] = directory[RARE_NAME]
            found["slowest_search_ms"][name] = max(directory.values())
            found["slowest_admin_search_ms"][name] = max(admin.values())
    return found


def promote(database):
    """Make a user a superuser; return the username."""
    with psycopg.connect(database) as connection:
        connection.execute(
            "UPDATE users SET is_staff = true, is_superuser = true WHERE username = %s", [STAFF]
        )
    return STAFF


def find_list(client):
    """Return the URL of the list of users in the admin, up to the text of a search."""
    path = urljoin("/admin/", LINK.search(client.get("/admin/"))[1])
    name = NAME.search(SEARCH_FIELD.search(client.get(path))[0])[1]
    return f"{path}?{name}="


def time_searches(client, url, texts, log):
    """Return the median of the milliseconds in SQL of each search, as {text: ms}."""
    found = {}
    for text in texts:
        get = partial(client.get, f"{url}{quote(text)}")
        get()
        found[text] = median(log(get)[1] for _ in range(SEARCHES))
    return found
