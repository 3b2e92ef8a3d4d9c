"""Guessing passwords: after a few failures nothing is judged for a while."""

import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from runner.process import Process
from shared_tests.support.api_client import APIClient
from shared_tests.support.browser import Browser
from shared_tests.support.factories import random_name

LIMIT = 5
NEW_EMAIL = {"email": "new@example.com", "visibility": "public"}
NEW_PASSWORD = {"new_password1": "a-new-passw0rd", "new_password2": "a-new-passw0rd"}
# Where who is logged in is asked for the password: the form, what else is typed, and the field.
CHANGES = {
    "edit": ("/accounts/edit/", "profile-form", NEW_EMAIL, "password"),
    "new password": ("/accounts/password_change/", "password-form", NEW_PASSWORD, "old_password"),
    "delete": ("/accounts/delete/", "delete-form", {}, "password"),
}


@pytest.fixture(scope="session")
def guarded(target, tmp_path_factory):
    """The address of a site all of whose processes share their counts."""
    if not target.implementation:
        yield target.url
        return
    passwords = {"DEMO_PASSWORD": target.demo_password, "ADMIN_PASSWORD": target.admin_password}
    server = Process(target.implementation, tmp_path_factory.mktemp("guarded"), **passwords)
    yield server.start().wait().url
    server.stop()


@pytest.fixture
def open_browser(guarded):
    """Return a function that gives a new visitor."""
    return lambda: Browser(guarded)


@pytest.fixture
def victim(open_browser, person):
    """What someone typed who has signed up."""
    open_browser().sign_up(**person)
    return person


def fail(visitor, username, times):
    """Log in with wrong passwords; return the statuses."""
    return [visitor.log_in(username, f"wrong-{number}").status for number in range(times)]


def change(visitor, door, password):
    """Ask for a change that needs a password, and type this one; return the page."""
    path, form, typed, field = CHANGES[door]
    visitor.get(path)
    return visitor.submit(form, **typed | {field: password})


@pytest.mark.spec("GUESS-1", "ERROR-4")
def test_after_five_failures_the_right_password_is_not_judged_either(victim, open_browser):
    visitor = open_browser()
    assert fail(visitor, victim["username"], LIMIT) == [200] * LIMIT
    for password in ("wrong", victim["password1"]):
        page = visitor.log_in(victim["username"], password)
        assert page.status == 429
        assert page.h1 == "Too Many Requests"
        assert 800 < int(page.headers["Retry-After"]) <= 900
    assert visitor.get("/profile/").path.startswith("/accounts/login/")


@pytest.mark.spec("GUESS-1")
@pytest.mark.parametrize("change", [str.upper, str.title, "  {}\t".format, "{}\u3000".format])
def test_another_spelling_does_not_help(victim, open_browser, change):
    fail(open_browser(), victim["username"], LIMIT)
    page = open_browser().log_in(change(victim["username"]), victim["password1"])
    assert page.status == 429


@pytest.mark.spec("GUESS-1", "API-7")
def test_all_doors_count_together(victim, open_browser, guarded):
    api_client, username = APIClient(guarded), victim["username"]
    fail(open_browser(), username, LIMIT - 3)
    api_client.make_token(username, "wrong")
    api_client.get("/api/tokens/", auth=(username, "wrong"))
    api_client.delete("/api/tokens/1/", auth=(f" {username.upper()} ", "wrong"))
    right = username, victim["password1"]
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
def test_another_address_in_a_header_does_not_help(victim, open_browser):
    visitor = open_browser()
    fail(visitor, victim["username"], LIMIT)
    for name in ("X-Forwarded-For", "X-Real-IP", "Client-IP", "Forwarded"):
        visitor.session.headers[name] = "203.0.113.7"
    assert visitor.log_in(victim["username"], victim["password1"]).status == 429


@pytest.mark.spec("GUESS-1")
def test_other_names_are_not_locked(victim, open_browser, target):
    visitor = open_browser()
    fail(visitor, victim["username"], LIMIT + 1)
    assert visitor.log_in("ada", target.demo_password).path == "/profile/"


@pytest.mark.spec("GUESS-1")
def test_a_name_that_nobody_has_is_locked_too(open_browser):
    assert fail(open_browser(), random_name(), LIMIT + 1) == [200] * LIMIT + [429]


@pytest.mark.spec("GUESS-3")
def test_only_failures_count(victim, open_browser):
    name, password = victim["username"], victim["password1"]
    assert fail(open_browser(), name, LIMIT - 1) == [200] * (LIMIT - 1)
    for _ in range(LIMIT):
        assert open_browser().log_in(name, password).path == "/profile/"
        assert open_browser().log_in(name, "").error("password")
    assert fail(open_browser(), name, 2) == [200, 429]


@pytest.mark.spec("GUESS-3")
def test_of_many_guesses_at_once_five_are_judged(victim, open_browser):
    visitors = [open_browser() for _ in range(20)]
    for visitor in visitors:
        visitor.get("/accounts/login/")

    def guess(visitor):
        typed = {"username": victim["username"], "password": "wrong-password"}
        return visitor.submit("login-form", **typed).status

    with ThreadPoolExecutor(len(visitors)) as pool:
        statuses = sorted(pool.map(guess, visitors))
    assert statuses == [200] * LIMIT + [429] * (len(visitors) - LIMIT)


@pytest.mark.spec("GUESS-4")
def test_a_lock_ends_no_session(victim, open_browser):
    visitor = open_browser()
    visitor.log_in(victim["username"], victim["password1"])
    fail(open_browser(), victim["username"], LIMIT + 1)
    assert visitor.get("/profile/").text_of("#username") == victim["username"]


@pytest.mark.spec("GUESS-4")
def test_a_lock_ends_by_itself_and_the_count_begins_anew(start, target):
    url = start(LOGIN_LOCKOUT_SECONDS="3").url
    visitor = Browser(url)
    assert fail(visitor, "ada", LIMIT + 1) == [200] * LIMIT + [429]
    waits, deadline = [], time.monotonic() + 20
    while visitor.log_in("ada", target.demo_password).status == 429:
        waits.append(int(visitor.page.headers["Retry-After"]))
        assert time.monotonic() < deadline
        time.sleep(0.2)
    assert 1 <= min(waits) < max(waits) <= 3
    assert visitor.get("/profile/").path == "/profile/"
    assert fail(Browser(url), "ada", LIMIT - 1) == [200] * (LIMIT - 1)


@pytest.mark.spec("GUESS-2", "GUESS-4", "HOST-2")
def test_many_failures_lock_an_address_for_all_names(start, target):
    url = start(LOGIN_FAILURES_PER_IP="7", TRUSTED_PROXIES="1").url
    addresses = {"here": Browser(url), "there": Browser(url)}
    for number, visitor in enumerate(addresses.values()):
        visitor.session.headers["X-Forwarded-For"] = f"198.51.100.1, 203.0.113.{number}"
    here, there = addresses.values()
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


@pytest.mark.spec("GUESS-5")
def test_without_its_cache_the_site_works_and_counts_for_itself(start, target):
    variables = {
        "CACHE_URL": "redis://127.0.0.1:1/0",
        "WORKERS": "1",
        "LOGIN_FAILURES_PER_USERNAME": "3",
    }
    server = start(**variables)
    visitor = Browser(server.url)
    assert visitor.get("/profiles/").status == 200
    assert fail(visitor, "ada", 4) == [200] * 3 + [429]
    assert visitor.log_in("kurt", target.demo_password).path == "/profile/"
    assert "The cache is unavailable" in server.log()


@pytest.mark.spec("GUESS-1", "HOST-2")
def test_a_name_is_locked_for_one_address_only(start, target):
    url = start(TRUSTED_PROXIES="1").url
    here, there = Browser(url), Browser(url)
    here.session.headers["X-Forwarded-For"] = "203.0.113.1"
    there.session.headers["X-Forwarded-For"] = "203.0.113.2"
    assert fail(here, "ada", LIMIT + 1)[-1] == 429
    assert there.log_in("ada", target.demo_password).path == "/profile/"


@pytest.mark.spec("GUESS-6", "GUESS-4")
@pytest.mark.parametrize("door", CHANGES)
def test_a_change_that_needs_the_password_is_no_place_to_guess(victim, open_browser, door):
    visitor = open_browser()
    visitor.log_in(victim["username"], victim["password1"])
    assert [change(visitor, door, f"wrong-{n}").status for n in range(LIMIT)] == [200] * LIMIT
    for other in CHANGES:
        page = change(visitor, other, victim["password1"])
        assert page.status == 429
        assert page.h1 == "Too Many Requests"
        assert 800 < int(page.headers["Retry-After"]) <= 900
    assert visitor.get("/accounts/export/").response.json()["email"] == victim["email"]
    assert open_browser().log_in(victim["username"], victim["password1"]).status == 429
    visitor.get("/accounts/edit/")
    kept = {"email": victim["email"], "visibility": "public", "location": "Rome"}
    assert visitor.submit("profile-form", **kept).text_of("#location") == "Rome"


@pytest.mark.spec("GUESS-6")
def test_failures_at_a_login_and_at_changes_count_together(victim, open_browser):
    visitor = open_browser()
    visitor.log_in(victim["username"], victim["password1"])
    fail(open_browser(), victim["username"], LIMIT - len(CHANGES))
    assert [change(visitor, door, "wrong").status for door in CHANGES] == [200] * len(CHANGES)
    assert fail(open_browser(), victim["username"], 1) == [429]


@pytest.mark.spec("GUESS-6", "GUESS-3")
def test_no_password_is_no_failure(victim, open_browser):
    visitor = open_browser()
    visitor.log_in(victim["username"], victim["password1"])
    for _ in range(LIMIT):
        for door in CHANGES:
            assert change(visitor, door, "").status == 200
    assert change(visitor, "edit", victim["password1"]).path == "/profile/"


@pytest.mark.spec("GUESS-6", "API-8")
def test_nor_may_a_program_guess(victim, open_browser, guarded):
    made = APIClient(guarded).make_token(victim["username"], victim["password1"])
    api_client = APIClient(guarded, made.json()["token"])
    new = {"email": "new@example.com"}
    for number in range(LIMIT):
        data = new | {"password": f"wrong-{number}"}
        assert api_client.patch("/api/profile/", json=data).status_code == 400
    response = api_client.patch("/api/profile/", json=new | {"password": victim["password1"]})
    assert response.status_code == 429
    assert response.headers["Content-Type"] == "application/problem+json"
    assert 800 < int(response.headers["Retry-After"]) <= 900
    assert api_client.patch("/api/profile/", json={"location": "Rome"}).json()["location"] == "Rome"
    assert api_client.get("/api/profile/").json()["email"] == victim["email"]
    assert open_browser().log_in(victim["username"], victim["password1"]).status == 429


@pytest.mark.spec("GUESS-2")
def test_an_address_has_a_hundred_failures(start):
    url = start().url
    statuses = [Browser(url).log_in(random_name(), "wrong").status for _ in range(101)]
    assert statuses == [200] * 100 + [429]
