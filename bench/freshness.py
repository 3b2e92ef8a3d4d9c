"""Does anybody see an old page? People are edited under load, and looked at at once."""

import secrets
from concurrent.futures import ThreadPoolExecutor

import psycopg

from bench.load import load
from bench.visitor import Visitor

LOOKS = 12  # fresh connections, so that both processes answer some
EDITED = 2  # people, in SQL
BACKGROUND = 2  # seconds of load


class Watch:
    """Looks at pages of one server, and notes the answers that were old."""

    def __init__(self, url):
        self.url = url
        self.looks = 0
        self.stale = []

    def look(self, path, text):
        """Ask for a page through fresh connections; `text` must be there, or None for no page."""
        for _ in range(LOOKS):
            status, body = Visitor(self.url).ask(path)
            fresh = status != 200 if text is None else status == 200 and text in body
            self.looks += 1
            if not fresh:
                self.stale.append(f"{path}: {status}, where {text or 'no page'} was expected")


def stale_answers(url, other_url, database, hot, people, password):
    """Return how many looks at pages there were, and which showed an old one.

    The edits are made in SQL, through the same site, and through another process of it.
    """
    watch = Watch(url)
    with ThreadPoolExecutor() as executor:
        background = executor.submit(load, url, hot, BACKGROUND)
        with psycopg.connect(database, autocommit=True) as connection:
            for pk, username in people[:EDITED]:
                edited_in_sql(watch, connection, pk, username)
        for site in (url, other_url):
            edited_by_hand(watch, site, password)
        background.result()
    return watch.looks, watch.stale


def edited_in_sql(watch, connection, pk, username):
    """Change a person's bio and whom they show their page, and look at it each time."""
    pages = (f"/profile/{pk}/", f"/profile/{username}/")
    token = secrets.token_hex(8)
    for page in pages:
        watch.look(page, username)
    for column, value, expected in (
        ("bio", token, token), ("visibility", "private", None), ("visibility", "public", token),
        ("is_active", False, None), ("is_active", True, token),
    ):  # fmt: skip
        connection.execute(f"UPDATE users SET {column} = %s WHERE id = %s", [value, pk])  # noqa: S608
        for page in pages:
            watch.look(page, expected)


def edited_by_hand(watch, site, password):
    """Change one's own bio through the form, and look at the page as everybody."""
    ada = Visitor(site).log_in("ada", password)
    watch.look("/profile/ada/", "Lovelace")
    token = secrets.token_hex(8)
    ada.submit(
        "/accounts/edit/", first_name="Ada", last_name="Lovelace", email="ada@example.com",
        bio=token, location="London", website="", visibility="public",
    )  # fmt: skip
    watch.look("/profile/ada/", token)
