"""Login throttling: after several failures, no password is checked during the lockout."""

import time
from concurrent.futures import ThreadPoolExecutor

import argon2
import pytest

from runner.process import Process
from shared_tests.support.api_client import APIClient
from shared_tests.support.browser import Browser
from shared_tests.support.factories import random_name
from shared_tests.support.target import Database

LIMIT = 5
NEW_EMAIL = {"email": "new@example.com", "visibility": "public"}
NEW_PASSWORD = {"new_password1": "a-new-passw0rd", "new_password2": "a-new-passw0rd"}
# The forms that require the current password: path, id, other fields, and the password field.
FORMS = {
    "edit": ("/accounts/edit/", "profile-form", NEW_EMAIL, "password"),
    "new password": ("/accounts/password_change/", "password-form", NEW_PASSWORD, "old_password"),
    "delete": ("/accounts/delete/", "delete-form", {}, "password"),
}


@pytest.fixture(scope="session")
def throttled_app(target, tmp_path_factory):
    """The URL of an application whose processes share the failure counts."""
    if not target.implementation:
        yield target.url
        return
    passwords = {"DEMO_PASSWORD": target.demo_password, "ADMIN_PASSWORD": target.admin_password}
    server = Process(target.implementation, tmp_path_factory.mktemp("guarded"), **passwords)
    yield server.start().wait().url
    server.stop()


@pytest.fixture
def open_browser(throttled_app):
    """Return a function that opens a new browser."""
    return lambda: Browser(throttled_app)


@pytest.fixture
def user(open_browser, account):
    """The sign-up data of a new user."""
    open_browser().sign_up(**account)
    return account


def fail_logins(browser, username, times):
    """Log in with wrong passwords; return the status codes."""
    return [browser.log_in(username, f"wrong-{number}").status for number in range(times)]


def submit_form(browser, name, password):
    """Submit a form that requires the password; return the page."""
    path, form, data, field = FORMS[name]
    browser.get(path)
    return browser.submit(form, **data | {field: password})


@pytest.mark.spec("GUESS-1", "ERROR-4")
def test_correct_password_returns_429_after_five_failures(user, open_browser):
    browser = open_browser()
    assert fail_logins(browser, user["username"], LIMIT) == [200] * LIMIT
    for password in ("wrong", user["password1"]):
        page = browser.log_in(user["username"], password)
        assert page.status == 429
        assert page.select_text("#error")
        assert 800 < int(page.headers["Retry-After"]) <= 900
    assert browser.get("/profile/").path.startswith("/accounts/login/")


@pytest.mark.spec("GUESS-1")
@pytest.mark.parametrize("respell", [str.upper, str.title, "  {}\t".format, "{}\u3000".format])
def test_lockout_applies_to_every_spelling_of_the_username(user, open_browser, respell):
    fail_logins(open_browser(), user["username"], LIMIT)
    page = open_browser().log_in(respell(user["username"]), user["password1"])
    assert page.status == 429


@pytest.mark.spec("GUESS-1", "API-7")
def test_failures_of_login_form_and_api_are_counted_together(user, open_browser, throttled_app):
    api_client, username = APIClient(throttled_app), user["username"]
    fail_logins(open_browser(), username, LIMIT - 3)
    api_client.make_token(username, "wrong")
    api_client.get("/api/tokens/", auth=(username, "wrong"))
    api_client.delete("/api/tokens/1/", auth=(f" {username.upper()} ", "wrong"))
    right = username, user["password1"]
    responses = [
        api_client.make_token(*right),
        api_client.get("/api/tokens/", auth=right),
        api_client.delete("/api/tokens/1/", auth=right),
    ]
    assert {each.status_code for each in responses} == {429}
    assert {each.headers["Content-Type"] for each in responses} == {"application/problem+json"}
    assert all(800 < int(each.headers["Retry-After"]) <= 900 for each in responses)
    assert open_browser().log_in(*right).status == 429


@pytest.mark.spec("GUESS-1", "HOST-2")
def test_forwarding_headers_do_not_bypass_the_lockout(user, open_browser):
    browser = open_browser()
    fail_logins(browser, user["username"], LIMIT)
    for name in ("X-Forwarded-For", "X-Real-IP", "Client-IP", "Forwarded"):
        browser.session.headers[name] = "203.0.113.7"
    assert browser.log_in(user["username"], user["password1"]).status == 429


@pytest.mark.spec("GUESS-1")
def test_lockout_does_not_apply_to_other_usernames(user, open_browser, target):
    browser = open_browser()
    fail_logins(browser, user["username"], LIMIT + 1)
    assert browser.log_in("ada", target.demo_password).path == "/profile/"


@pytest.mark.spec("GUESS-1")
def test_lockout_applies_to_unknown_usernames(open_browser):
    assert fail_logins(open_browser(), random_name(), LIMIT + 1) == [200] * LIMIT + [429]


@pytest.mark.spec("GUESS-3")
def test_only_failed_logins_are_counted(user, open_browser):
    name, password = user["username"], user["password1"]
    assert fail_logins(open_browser(), name, LIMIT - 1) == [200] * (LIMIT - 1)
    for _ in range(LIMIT):
        assert open_browser().log_in(name, password).path == "/profile/"
        assert open_browser().log_in(name, "").error("password")
    assert fail_logins(open_browser(), name, 2) == [200, 429]


@pytest.mark.spec("GUESS-3")
def test_only_five_of_many_concurrent_attempts_are_checked(user, open_browser):
    browsers = [open_browser() for _ in range(20)]
    for browser in browsers:
        browser.get("/accounts/login/")

    def guess(browser):
        data = {"username": user["username"], "password": "wrong-password"}
        return browser.submit("login-form", **data).status

    with ThreadPoolExecutor(len(browsers)) as pool:
        statuses = sorted(pool.map(guess, browsers))
    assert statuses == [200] * LIMIT + [429] * (len(browsers) - LIMIT)


@pytest.mark.spec("GUESS-3")
def test_a_correct_password_is_rejected_if_a_lockout_begins_during_its_check(
    process, postgresql, target
):
    server = process(DATABASE_URL=postgresql, LOGIN_FAILURES_PER_IP="2").start().wait()
    slow = argon2.PasswordHasher(memory_cost=19456, time_cost=200, parallelism=1)
    database = Database(postgresql)
    query = "UPDATE users SET password = :hash WHERE username = 'ada'"
    database.rows(query, hash="argon2" + slow.hash(target.demo_password))
    database.close()
    with ThreadPoolExecutor() as pool:
        login = pool.submit(Browser(server.url).log_in, "ada", target.demo_password)
        fail_logins(Browser(server.url), random_name(), 2)
    assert login.result().status == 429


@pytest.mark.spec("GUESS-4")
def test_lockout_does_not_end_sessions(user, open_browser):
    browser = open_browser()
    browser.log_in(user["username"], user["password1"])
    fail_logins(open_browser(), user["username"], LIMIT + 1)
    assert browser.get("/profile/").select_text("#username") == user["username"]


@pytest.mark.spec("GUESS-4")
def test_lockout_expires_and_the_failure_count_is_reset(start, target):
    url = start(LOGIN_LOCKOUT_SECONDS="3").url
    browser = Browser(url)
    assert fail_logins(browser, "ada", LIMIT + 1) == [200] * LIMIT + [429]
    waits, deadline = [], time.monotonic() + 20
    while browser.log_in("ada", target.demo_password).status == 429:
        waits.append(int(browser.page.headers["Retry-After"]))
        assert time.monotonic() < deadline
        time.sleep(0.2)
    assert 1 <= min(waits) < max(waits) <= 3
    assert browser.get("/profile/").path == "/profile/"
    assert fail_logins(Browser(url), "ada", LIMIT - 1) == [200] * (LIMIT - 1)


@pytest.mark.spec("GUESS-2", "GUESS-4", "HOST-2")
def test_lockout_of_an_ip_address_applies_to_all_usernames(start, target):
    url = start(LOGIN_FAILURES_PER_IP="7", TRUSTED_PROXIES="1").url
    browsers = {"here": Browser(url), "there": Browser(url)}
    for number, browser in enumerate(browsers.values()):
        browser.session.headers["X-Forwarded-For"] = f"198.51.100.1, 203.0.113.{number}"
    here, there = browsers.values()
    session = Browser(url)
    session.log_in("kurt", target.demo_password)
    names = [random_name() for _ in range(7)]
    assert [here.log_in(name, "wrong-password").status for name in names] == [200] * 7
    here.session.headers["X-Forwarded-For"] = "203.0.113.99, 203.0.113.0"
    page = here.log_in("ada", target.demo_password)
    assert page.status == 429
    assert 800 < int(page.headers["Retry-After"]) <= 900
    assert there.log_in("ada", target.demo_password).path == "/profile/"
    session.session.headers["X-Forwarded-For"] = "203.0.113.0"
    assert session.get("/profile/").path == "/profile/"


@pytest.mark.spec("GUESS-2", "GUESS-3")
def test_login_does_not_reset_the_count_of_an_ip_address(start, target):
    url = start(LOGIN_FAILURES_PER_IP="3").url
    names = [random_name() for _ in range(4)]
    assert [Browser(url).log_in(name, "wrong-password").status for name in names[:2]] == [200] * 2
    assert Browser(url).log_in("ada", target.demo_password).path == "/profile/"
    assert [Browser(url).log_in(name, "wrong-password").status for name in names[2:]] == [200, 429]


@pytest.mark.spec("GUESS-5")
def test_failures_are_counted_per_process_if_the_cache_is_unavailable(start, target):
    variables = {
        "CACHE_URL": "redis://127.0.0.1:1/0",
        "WORKERS": "1",
        "LOGIN_FAILURES_PER_USERNAME": "3",
    }
    server = start(**variables)
    browser = Browser(server.url)
    assert browser.get("/profiles/").status == 200
    assert fail_logins(browser, "ada", 4) == [200] * 3 + [429]
    assert browser.log_in("kurt", target.demo_password).path == "/profile/"
    assert "The cache is unavailable" in server.log()


@pytest.mark.spec("GUESS-1", "HOST-2")
def test_lockout_of_a_username_applies_to_one_ip_address_only(start, target):
    url = start(TRUSTED_PROXIES="1").url
    here, there = Browser(url), Browser(url)
    here.session.headers["X-Forwarded-For"] = "203.0.113.1"
    there.session.headers["X-Forwarded-For"] = "203.0.113.2"
    assert fail_logins(here, "ada", LIMIT + 1)[-1] == 429
    assert there.log_in("ada", target.demo_password).path == "/profile/"


@pytest.mark.spec("GUESS-6", "GUESS-4")
@pytest.mark.parametrize("name", FORMS)
def test_lockout_applies_to_every_form_that_requires_the_password(user, open_browser, name):
    browser = open_browser()
    browser.log_in(user["username"], user["password1"])
    assert [submit_form(browser, name, f"wrong-{n}").status for n in range(LIMIT)] == [200] * LIMIT
    for other in FORMS:
        page = submit_form(browser, other, user["password1"])
        assert page.status == 429
        assert page.select_text("#error")
        assert 800 < int(page.headers["Retry-After"]) <= 900
    assert browser.get("/accounts/export/").response.json()["email"] == user["email"]
    assert open_browser().log_in(user["username"], user["password1"]).status == 429
    browser.get("/accounts/edit/")
    unchanged = {"email": user["email"], "visibility": "public", "location": "Rome"}
    assert browser.submit("profile-form", **unchanged).select_text("#location") == "Rome"


@pytest.mark.spec("GUESS-6")
def test_failures_of_login_and_of_other_forms_are_counted_together(user, open_browser):
    browser = open_browser()
    browser.log_in(user["username"], user["password1"])
    fail_logins(open_browser(), user["username"], LIMIT - len(FORMS))
    assert [submit_form(browser, name, "wrong").status for name in FORMS] == [200] * len(FORMS)
    assert fail_logins(open_browser(), user["username"], 1) == [429]


@pytest.mark.spec("GUESS-6", "GUESS-3")
def test_missing_password_is_not_counted_as_a_failure(user, open_browser):
    browser = open_browser()
    browser.log_in(user["username"], user["password1"])
    for _ in range(LIMIT):
        for name in FORMS:
            assert submit_form(browser, name, "").status == 200
    assert submit_form(browser, "edit", user["password1"]).path == "/profile/"


@pytest.mark.spec("GUESS-6", "API-8")
def test_lockout_applies_to_api_requests_that_require_the_password(
    user, open_browser, throttled_app
):
    created = APIClient(throttled_app).make_token(user["username"], user["password1"])
    api_client = APIClient(throttled_app, created.json()["token"])
    new = {"email": "new@example.com"}
    for number in range(LIMIT):
        data = new | {"password": f"wrong-{number}"}
        assert api_client.patch("/api/profile/", json=data).status_code == 400
    response = api_client.patch("/api/profile/", json=new | {"password": user["password1"]})
    assert response.status_code == 429
    assert response.headers["Content-Type"] == "application/problem+json"
    assert 800 < int(response.headers["Retry-After"]) <= 900
    assert api_client.patch("/api/profile/", json={"location": "Rome"}).json()["location"] == "Rome"
    assert api_client.get("/api/profile/").json()["email"] == user["email"]
    assert open_browser().log_in(user["username"], user["password1"]).status == 429


@pytest.mark.spec("GUESS-2")
def test_ip_address_is_locked_out_after_a_hundred_failures(start):
    url = start().url
    statuses = [Browser(url).log_in(random_name(), "wrong").status for _ in range(101)]
    assert statuses == [200] * 100 + [429]
