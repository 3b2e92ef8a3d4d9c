"""The cache: an edit shows at once, on every process; and what happens while the cache is away."""

import pickle
import time
from pathlib import Path
from threading import Thread

import pytest
from fakeredis import TcpFakeServer
from redis import Redis

from shared_tests.support import admin_pages
from shared_tests.support.browser import Browser
from shared_tests.support.factories import random_name

TIMES = 8  # requests, which reach every process, or nearly


def pages(visitor, path):
    """Return what a page is for many requests, each over a connection of its own."""
    return [visitor.get(path, headers={"Connection": "close"}) for _ in range(TIMES)]


def everywhere(visitor, path, selector="#location"):
    """Return what all processes show at a place of a page."""
    return {page.text_of(selector) for page in pages(visitor, path)}


def statuses(visitor, path):
    """Return what all processes answer."""
    return {page.status for page in pages(visitor, path)}


@pytest.fixture
def shared():
    """A server of the Redis protocol: a client that looks into it."""
    with TcpFakeServer(("127.0.0.1", 0), server_type="valkey") as server:
        Thread(target=server.serve_forever, daemon=True).start()
        with Redis(port=server.server_address[1]) as client:
            yield client
        server.shutdown()


@pytest.fixture
def site(start, shared):
    """A visitor of a site whose two processes share a cache."""
    port = shared.connection_pool.connection_kwargs["port"]
    server = start(CACHE_URL=f"redis://127.0.0.1:{port}/0", WORKERS="2")
    return Browser(server.url)


@pytest.fixture
def shown(open_browser, person):
    """Somebody who has signed up, and whose page anonymous visitors have seen: their path."""
    visitor = open_browser()
    visitor.sign_up(**person)
    path = f"/profile/{person['username']}/"
    assert everywhere(open_browser(), path) == {""}
    return path


@pytest.mark.spec("CACHE-1")
def test_every_process_responds_alike(shown, open_browser):
    found = pages(open_browser(), shown)
    ids = {page.headers.pop("X-Request-ID") for page in found}
    dates = [page.headers.pop("Date") for page in found]
    assert len(ids) == len(dates) == TIMES
    assert all(page.headers == found[0].headers for page in found)
    assert {page.response.text for page in found} == {found[0].response.text}
    assert "Set-Cookie" not in found[0].headers


@pytest.mark.spec("CACHE-1")
def test_an_edit_by_the_form_shows_at_once(shown, open_browser, person):
    visitor = open_browser()
    visitor.log_in(person["username"], person["password1"])
    visitor.get("/accounts/edit/")
    visitor.submit("profile-form", email=person["email"], location="Kyiv", visibility="public")
    assert everywhere(open_browser(), shown) == {"Kyiv"}


@pytest.mark.spec("CACHE-1")
def test_an_edit_by_a_program_shows_at_once(token_client, open_browser, person):
    path = f"/profile/{person['username']}/"
    everywhere(open_browser(), path)
    assert (
        token_client("profile:write").patch("/api/profile/", json={"location": "Kyiv"}).status_code
        == 200
    )
    assert everywhere(open_browser(), path) == {"Kyiv"}


@pytest.mark.spec("CACHE-1")
def test_an_edit_by_staff_shows_at_once(shown, open_browser, person, superuser):
    admin_pages.edit(superuser, person["username"], Location="Kyiv")
    assert everywhere(open_browser(), shown) == {"Kyiv"}


@pytest.mark.spec("CACHE-1")
@pytest.mark.parametrize(
    ("column", "selector"),
    [
        ("first_name", "h1"),
        ("last_name", "title"),
        ("bio", "#bio"),
        ("location", "#location"),
        ("website", "#website"),
    ],
)
def test_whatever_else_writes_into_the_database_shows_at_once(
    shown, open_browser, person, database, column, selector
):
    database.rows(
        f"UPDATE users SET {column} = 'Kyiv' WHERE username = :name", name=person["username"]
    )
    (text,) = everywhere(open_browser(), shown, selector)
    assert "Kyiv" in text


@pytest.mark.spec("CACHE-1")
def test_another_name_leaves_nothing_at_the_old_one(shown, open_browser, person, database):
    name = random_name()
    database.rows(
        "UPDATE users SET username = :name WHERE username = :old", name=name, old=person["username"]
    )
    visitor = open_browser()
    assert statuses(visitor, shown) == {404}
    assert everywhere(visitor, f"/profile/{name}/", "#username") == {name}


@pytest.mark.spec("CACHE-1", "VISIBLE-3", "VISIBLE-4")
@pytest.mark.parametrize("change", ["is_active = false", "visibility = 'private'"])
def test_who_is_gone_is_gone_at_once(shown, open_browser, person, database, change):
    database.rows(f"UPDATE users SET {change} WHERE username = :name", name=person["username"])
    visitor = open_browser()
    assert statuses(visitor, shown) == {404}


@pytest.mark.spec("CACHE-1", "VISIBLE-2")
def test_who_is_there_for_members_only_is_so_at_once(shown, open_browser, person, database):
    database.rows(
        "UPDATE users SET visibility = 'members' WHERE username = :name", name=person["username"]
    )
    visitor = open_browser()
    assert {page.path for page in pages(visitor, shown)} == {f"/accounts/login/?next={shown}"}


@pytest.mark.spec("CACHE-1")
def test_every_process_shows_an_edit_at_once(site, person):
    member = Browser(site.base_url)
    member.sign_up(**person)
    path = f"/profile/{person['username']}/"
    for place in ("Kyiv", "Lviv", "Odesa", "Poltava"):
        member.get("/accounts/edit/")
        member.submit("profile-form", email=person["email"], location=place, visibility="public")
        assert everywhere(site, path) == {place}
    member.get("/accounts/edit/")
    member.submit("profile-form", email=person["email"], location="Kyiv", visibility="private")
    assert statuses(site, path) == {404}


@pytest.mark.spec("CACHE-2")
def test_no_page_names_another_visitor(open_browser, person, shown):
    member, visitor = open_browser(), open_browser()
    member.log_in(person["username"], person["password1"])
    for _ in range(2):
        assert {page.visitor for page in pages(member, shown)} == {person["username"]}
        assert {page.visitor for page in pages(visitor, shown)} == {None}
    assert not visitor.page.soup.select("form, [href='/accounts/edit/']")


@pytest.mark.spec("CACHE-3")
@pytest.mark.parametrize("is_silent", [False, True], ids=["refuses", "is silent"])
def test_while_the_cache_is_away_pages_are_made_and_nobody_waits(start, silent_server, is_silent):
    port = silent_server if is_silent else 1
    server = start(CACHE_URL=f"redis://127.0.0.1:{port}/0", WORKERS="1")
    visitor = Browser(server.url)
    for path in ["/stats/", "/profile/1/", "/profile/kurt/"] * 5:
        began = time.monotonic()
        assert visitor.get(path).status == 200
        assert time.monotonic() - began < 10  # seconds: far more than one attempt takes
    assert 1 <= server.log().count("The cache is unavailable") < 5  # pages do without it meanwhile


class Bomb:
    """What makes a file where it is unpickled."""

    def __init__(self, path):
        self.path = path

    def __reduce__(self):
        return Path.touch, (self.path,)


@pytest.mark.spec("CACHE-3")
@pytest.mark.parametrize("prefix", [b"", b"!"])
def test_nothing_in_the_cache_is_executed(site, shared, tmp_path, prefix):
    bomb = tmp_path / "bomb"
    site.get("/stats/")
    for key in shared.scan_iter():
        shared.set(key, prefix + pickle.dumps(Bomb(bomb)))
    assert statuses(site, "/stats/") == {200}
    assert not bomb.exists()
