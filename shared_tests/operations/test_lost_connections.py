"""The connection to the database is lost at each statement of a request."""

from contextlib import closing
from dataclasses import dataclass
from itertools import count
from tempfile import TemporaryDirectory
from threading import Thread

import pytest

from runner.process import SUITE_SETTINGS, Process
from shared_tests.support.admin_pages import DEACTIVATE, action_button, open_list, open_user
from shared_tests.support.api_client import APIClient
from shared_tests.support.browser import Browser
from shared_tests.support.factories import new_user
from shared_tests.support.forms_by_label import checkbox, press
from shared_tests.support.postgres_proxy import PostgresProxy
from shared_tests.support.target import NOT_OFFERED, Database, new_database, own_passwords

NEW_PASSWORD = {"new_password1": "x-9-y-8-z-7", "new_password2": "x-9-y-8-z-7"}
STATE = """
SELECT first_name, last_name, is_active, password,
    (SELECT count(*) FROM sessions WHERE user_id = users.id),
    (SELECT count(*) FROM tokens WHERE user_id = users.id),
    (SELECT count(*) FROM audit_log WHERE subject = users.username)
FROM users WHERE username = :username
"""


@dataclass
class Connected:
    """A server, and the proxy between it and its database."""

    url: str
    admin_password: str
    proxy: PostgresProxy
    database: Database

    def read_state(self, user):
        """Return the row of a user, as a list in a list, or an empty list."""
        return [list(row) for row in self.database.rows(STATE, username=user["username"])]


@pytest.fixture(scope="module")
def connected(launched):
    """A server that is connected to its database through a proxy."""
    if not launched.implementation or not launched.postgresql:
        pytest.skip(NOT_OFFERED)
    with (
        TemporaryDirectory() as folder,
        new_database(launched.postgresql) as url,
        PostgresProxy(folder, url) as proxy,
        closing(Database(url)) as database,
    ):
        Thread(target=proxy.serve_forever, daemon=True).start()
        variables = SUITE_SETTINGS | own_passwords(launched) | {"DATABASE_URL": proxy.url}
        server = Process(launched.implementation, folder, **variables)
        try:
            server.start().wait()
            yield Connected(server.url, launched.admin_password, proxy, database)
        finally:
            server.stop()
            proxy.shutdown()


def open_page(connected, user, path):
    """Sign up a user and open a page; return the browser."""
    browser = Browser(connected.url)
    browser.sign_up(**user)
    browser.get(path)
    return browser


def log_in_to_admin(connected, user):
    """Sign up a user, and return a browser that is logged in as the superuser."""
    Browser(connected.url).sign_up(**user)
    browser = Browser(connected.url)
    browser.log_in("admin", connected.admin_password)
    return browser


def sign_up(connected, user):
    browser = Browser(connected.url)
    browser.get("/accounts/signup/")
    return lambda: browser.submit("signup-form", **user)


def log_in(connected, user):
    Browser(connected.url).sign_up(**user)
    browser = Browser(connected.url)
    browser.get("/accounts/login/")
    fields = {"username": user["username"], "password": user["password1"]}
    return lambda: browser.submit("login-form", **fields)


def log_out(connected, user):
    browser = open_page(connected, user, "/")
    return lambda: browser.submit("logout-form")


def edit(connected, user):
    browser = open_page(connected, user, "/accounts/edit/")
    names = {"first_name": "New", "last_name": "Name", "email": user["email"]}
    return lambda: browser.submit("profile-form", visibility="public", **names)


def change_password(connected, user):
    browser = open_page(connected, user, "/accounts/password_change/")
    old = user["password1"]
    Browser(connected.url).log_in(user["username"], old)
    return lambda: browser.submit("password-form", old_password=old, **NEW_PASSWORD)


def delete_account(connected, user):
    browser = open_page(connected, user, "/accounts/delete/")
    return lambda: browser.submit("delete-form", password=user["password1"])


def create_token(connected, user):
    browser = open_page(connected, user, "/accounts/tokens/")
    fields = {"name": "Backup", "scopes": ["profile:read"], "days": "30"}
    return lambda: browser.submit("token-form", **fields)


def edit_with_the_api(connected, user):
    client = APIClient(connected.url)
    client.sign_up(user)
    token = client.make_token(user["username"], user["password1"]).json()["token"]
    headers = {"Authorization": f"Bearer {token}"}
    names = {"first_name": "New", "last_name": "Name"}
    browser = Browser(connected.url)
    return lambda: browser.request("PATCH", "/api/profile/", headers=headers, json=names)


def edit_in_the_admin(connected, user):
    browser = log_in_to_admin(connected, user)
    open_user(browser, user["username"])
    return lambda: press(browser, "Save", {"First name": "New", "Active": False})


def deactivate_in_the_admin(connected, user):
    browser = log_in_to_admin(connected, user)
    page = open_list(browser, "Users", user["username"])
    boxes = [checkbox(page, user["username"])]
    return lambda: press(browser, action_button(page), {"Action": DEACTIVATE}, boxes)


REQUESTS = [
    sign_up, log_in, log_out, edit, change_password, delete_account, create_token,
    edit_with_the_api, edit_in_the_admin, deactivate_in_the_admin,
]  # fmt: skip


def compare(before, after):
    """Return None for equal states, or the later one and whether its password is another one."""
    if before == after:
        return None
    passwords = [row.pop(3) for row in before + after]
    return after, len(set(passwords)) > 1


@pytest.mark.spec("HEALTH-3", "SIGNUP-1")
@pytest.mark.parametrize("prepare", REQUESTS, ids=lambda each: each.__name__)
def test_request_returns_503_and_is_applied_completely_or_not_at_all(connected, prepare):
    outcomes = {}
    for number in count(1):
        user = new_user()
        send = prepare(connected, user)
        before = connected.read_state(user)
        connected.proxy.cut_at(number)
        status = send().status
        was_cut = connected.proxy.end_cutting()
        outcomes[number] = status, compare(before, connected.read_state(user))
        if not was_cut:
            break
    status, change = outcomes.pop(number)
    assert status == 200
    assert change
    assert 503 in {status for status, _ in outcomes.values()}
    allowed = [(503, None), (503, change), (200, change)]
    assert {number: each for number, each in outcomes.items() if each not in allowed} == {}
