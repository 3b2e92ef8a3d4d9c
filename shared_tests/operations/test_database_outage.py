"""The database goes away and comes back, while the site runs."""

import time
from concurrent.futures import ThreadPoolExecutor
from threading import Event
from urllib.parse import urlsplit

import pytest

from shared_tests.support.browser import Browser
from shared_tests.support.factories import new_user
from shared_tests.support.target import NOT_OFFERED, Database


@pytest.fixture
def outage(target):
    """Return (take away, give back) for the target's database: no new connection, none kept."""
    if not target.database.startswith("postgres"):
        pytest.skip(NOT_OFFERED)
    url = urlsplit(target.database)
    name = url.path.strip("/")
    administrator = Database(url._replace(path="/postgres").geturl())

    def allow(connections):
        administrator.rows(f'ALTER DATABASE "{name}" ALLOW_CONNECTIONS {connections}')

    def take_away():
        allow("false")
        end = "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = :name"
        administrator.rows(end, name=name)

    yield take_away, lambda: allow("true")
    allow("true")
    administrator.close()


def statuses(open_browser, path, number=12):
    """Ask for a page from so many visitors at once; return the statuses."""
    with ThreadPoolExecutor(number) as pool:
        return list(pool.map(lambda _: open_browser().get(path).status, range(number)))


@pytest.mark.alone
@pytest.mark.spec("HEALTH-1", "HEALTH-2", "HEALTH-3", "ERROR-4")
def test_while_the_database_is_away_the_answer_is_503_and_soon_after_all_is_well(
    outage, open_browser, browser, person
):
    take_away, give_back = outage
    browser.sign_up(**person)
    assert statuses(open_browser, "/profile/ada/") == [200] * 12
    take_away()
    try:
        assert statuses(open_browser, "/profile/ada/") == [503] * 12
        for path in ("/readyz", "/profile/ada/", "/profiles/"):
            response = open_browser().get(path)
            assert (path, response.status) == (path, 503)
            assert int(response.headers["Retry-After"]) > 0
            assert "Traceback" not in response.response.text
        assert browser.get("/profile/").status == 503
        assert open_browser().get("/healthz").status == 200
        time.sleep(8)
    finally:
        give_back()
    deadline = time.monotonic() + 5
    while time.monotonic() < deadline and open_browser().get("/readyz").status != 200:
        time.sleep(0.1)
    assert statuses(open_browser, "/profile/ada/") == [200] * 12
    assert statuses(open_browser, "/readyz") == [200] * 12
    assert browser.get("/profile/").text_of("#username") == person["username"]


@pytest.mark.alone
@pytest.mark.spec("HEALTH-3")
def test_connections_that_were_cut_off_are_no_error(outage, open_browser, browser):
    take_away, give_back = outage
    for _ in range(3):
        assert statuses(open_browser, "/profile/ada/") == [200] * 12
        take_away()
        give_back()
        assert statuses(open_browser, "/profile/ada/") == [200] * 12
    assert browser.sign_up(**new_user()).path == "/profile/"


@pytest.mark.alone
@pytest.mark.spec("HEALTH-3", "ERROR-3")
def test_a_database_that_comes_and_goes_under_load_is_no_surprise(outage, open_browser, member):
    take_away, give_back = outage
    over = Event()

    def visit(number):
        visitor = open_browser() if number % 2 else member
        responses = []
        while not over.is_set():
            page = visitor.send("GET", f"/profile/{number}/")
            responses.append((page.status, "Traceback" in page.response.text))
        return responses

    with ThreadPoolExecutor(8) as pool:
        visits = [pool.submit(visit, number) for number in range(1, 9)]
        for _ in range(10):
            time.sleep(0.3)
            take_away()
            time.sleep(0.3)
            give_back()
        over.set()
    seen = {response for each in visits for response in each.result()}
    assert seen <= {(200, False), (302, False), (404, False), (503, False)}
    assert {(200, False), (503, False)} <= seen


@pytest.fixture
def locked(start):
    """A server on SQLite, and the database, to be locked with `BEGIN IMMEDIATE`."""
    server = start()
    database = Database(server.environment["DATABASE_URL"])
    yield server, database
    database.close()


@pytest.mark.spec("HEALTH-3", "ERROR-4")
def test_a_write_lock_that_is_held_too_long_is_503_and_nothing_is_lost(locked, target):
    server, database = locked
    person, edit = new_user(), {"email": "a@example.com", "visibility": "public"}
    login = {"username": "ada", "password": target.demo_password}
    ways = {
        "sign up": lambda visitor: visitor.submit("signup-form", **person),
        "log in": lambda visitor: visitor.submit("login-form", **login),
        "log out": lambda visitor: visitor.submit("logout-form"),
        "edit": lambda visitor: visitor.submit("profile-form", **edit),
        "be seen": lambda visitor: visitor.get("/profile/"),
    }
    visitors = {way: Browser(server.url) for way in ways}
    for way in ("log out", "edit", "be seen"):
        visitors[way].sign_up(**new_user())
    for way, page in (("sign up", "signup"), ("log in", "login"), ("edit", "edit")):
        visitors[way].get(f"/accounts/{page}/")
    database.rows("UPDATE sessions SET last_seen_at = '2026-01-01 00:00:00'")
    database.rows("BEGIN IMMEDIATE")
    with ThreadPoolExecutor(len(ways)) as pool:
        pages = {way: pool.submit(do, visitors[way]) for way, do in ways.items()}
        assert Browser(server.url).get("/profile/ada/").status == 200
        pages = {way: page.result() for way, page in pages.items()}
    database.rows("ROLLBACK")
    assert {way: page.status for way, page in pages.items()} == dict.fromkeys(ways, 503)
    assert all(int(page.headers["Retry-After"]) > 0 for page in pages.values())
    assert Browser(server.url).get(f"/profile/{person['username']}/").status == 404
    assert visitors["log out"].get("/profile/").path == "/profile/"
    assert Browser(server.url).sign_up(**person).path == "/profile/"
