"""Outages of the database while the application runs."""

import time
from concurrent.futures import ThreadPoolExecutor
from threading import Event
from urllib.parse import urlsplit

import pytest

from shared_tests.support.browser import Browser
from shared_tests.support.factories import new_user
from shared_tests.support.target import Database


@pytest.fixture(scope="session")
def target(on_postgresql):
    return on_postgresql


@pytest.fixture
def outage(target):
    """Return two functions: one ends and rejects all database connections, one allows them."""
    url = urlsplit(target.database)
    name = url.path.strip("/")
    administrator = Database(url._replace(path="/postgres").geturl())

    def allow(connections):
        administrator.rows(f'ALTER DATABASE "{name}" ALLOW_CONNECTIONS {connections}')

    def interrupt():
        allow("false")
        end = "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = :name"
        administrator.rows(end, name=name)

    yield interrupt, lambda: allow("true")
    allow("true")
    administrator.close()


def statuses(open_browser, path, number=12):
    """Request a path from several clients simultaneously; return the status codes."""
    with ThreadPoolExecutor(number) as pool:
        return list(pool.map(lambda _: open_browser().get(path).status, range(number)))


@pytest.mark.alone
@pytest.mark.spec("HEALTH-1", "HEALTH-2", "HEALTH-3", "ERROR-4")
def test_requests_return_503_during_an_outage_and_succeed_soon_after_it(
    outage, open_browser, browser, account
):
    interrupt, restore = outage
    browser.sign_up(**account)
    assert statuses(open_browser, "/profile/ada/") == [200] * 12
    interrupt()
    try:
        assert statuses(open_browser, "/profile/ada/") == [503] * 12
        for path in ("/readyz", "/profile/ada/", "/profiles/", "/walkthrough/peewee/"):
            response = open_browser().get(path)
            assert (path, response.status) == (path, 503)
            assert int(response.headers["Retry-After"]) > 0
            assert "Traceback" not in response.response.text
        assert browser.get("/profile/").status == 503
        assert open_browser().get("/healthz").status == 200
        time.sleep(8)
    finally:
        restore()
    deadline = time.monotonic() + 5
    while time.monotonic() < deadline and open_browser().get("/readyz").status != 200:
        time.sleep(0.1)
    assert statuses(open_browser, "/profile/ada/") == [200] * 12
    assert statuses(open_browser, "/readyz") == [200] * 12
    assert browser.get("/profile/").select_text("#username") == account["username"]


@pytest.mark.alone
@pytest.mark.spec("HEALTH-3")
def test_terminated_connections_cause_no_error(outage, open_browser, browser):
    interrupt, restore = outage
    for _ in range(3):
        assert statuses(open_browser, "/profile/ada/") == [200] * 12
        interrupt()
        restore()
        assert statuses(open_browser, "/profile/ada/") == [200] * 12
    assert browser.sign_up(**new_user()).path == "/profile/"


@pytest.mark.alone
@pytest.mark.spec("HEALTH-3", "ERROR-3")
def test_repeated_outages_under_load_cause_no_unexpected_error(outage, open_browser, member):
    interrupt, restore = outage
    over = Event()

    def send_requests(number):
        client = open_browser() if number % 2 else member
        responses = []
        while not over.is_set():
            page = client.send("GET", f"/profile/{number}/")
            responses.append((page.status, "Traceback" in page.response.text))
        return responses

    with ThreadPoolExecutor(8) as pool:
        runs = [pool.submit(send_requests, number) for number in range(1, 9)]
        for _ in range(10):
            time.sleep(0.3)
            interrupt()
            time.sleep(0.3)
            restore()
        over.set()
    seen = {response for each in runs for response in each.result()}
    assert seen <= {(200, False), (302, False), (404, False), (503, False)}
    assert {(200, False), (503, False)} <= seen


@pytest.fixture
def locked(start):
    """Return a server on SQLite, and its database to lock with `BEGIN IMMEDIATE`."""
    server = start()
    database = Database(server.environment["DATABASE_URL"])
    yield server, database
    database.close()


@pytest.mark.spec("HEALTH-3", "ERROR-4")
def test_a_write_lock_that_is_held_too_long_returns_503_and_loses_no_data(locked, target):
    server, database = locked
    user, edit = new_user(), {"email": "a@example.com", "visibility": "public"}
    login = {"username": "ada", "password": target.demo_password}
    actions = {
        "sign up": lambda client: client.submit("signup-form", **user),
        "log in": lambda client: client.submit("login-form", **login),
        "log out": lambda client: client.submit("logout-form"),
        "edit": lambda client: client.submit("profile-form", **edit),
        "be seen": lambda client: client.get("/profile/"),
    }
    clients = {name: Browser(server.url) for name in actions}
    for name in ("log out", "edit", "be seen"):
        clients[name].sign_up(**new_user())
    for name, page in (("sign up", "signup"), ("log in", "login"), ("edit", "edit")):
        clients[name].get(f"/accounts/{page}/")
    database.rows("UPDATE sessions SET last_seen_at = '2026-01-01 00:00:00'")
    database.rows("BEGIN IMMEDIATE")
    with ThreadPoolExecutor(len(actions)) as pool:
        futures = {name: pool.submit(action, clients[name]) for name, action in actions.items()}
        assert Browser(server.url).get("/profile/ada/").status == 200
        pages = {name: future.result() for name, future in futures.items()}
    database.rows("ROLLBACK")
    assert {name: page.status for name, page in pages.items()} == dict.fromkeys(actions, 503)
    assert all(int(page.headers["Retry-After"]) > 0 for page in pages.values())
    assert Browser(server.url).get(f"/profile/{user['username']}/").status == 404
    assert clients["log out"].get("/profile/").path == "/profile/"
    assert Browser(server.url).sign_up(**user).path == "/profile/"
