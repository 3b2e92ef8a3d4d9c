"""The page on which people see and end their sessions, and what else ends one."""

import re
import time
from datetime import UTC, datetime, timedelta

import pytest

from shared_tests.support.browser import Browser
from shared_tests.support.factories import demo_user, new_user
from shared_tests.support.target import Database

PATH = "/accounts/sessions/"


@pytest.fixture
def log_in(open_browser, person):
    """Return a function that logs `person`, who has signed up, in with some browser."""
    open_browser().sign_up(**person)

    def log_in(user_agent="Suite/1.0"):
        visitor = open_browser()
        visitor.session.headers["User-Agent"] = user_agent
        visitor.log_in(person["username"], person["password1"])
        return visitor

    return log_in


def rows(page):
    """Return the rows of the table, as elements."""
    return page.soup.select("table#sessions tbody tr")


def end(visitor, row):
    """Press the button of a row and return the page where that leads."""
    form = row.find("form")
    hidden = {each["name"]: each["value"] for each in form.select("input[type=hidden]")}
    return visitor.request("POST", form["action"], data=hidden)


def is_logged_in(visitor):
    return visitor.get("/profile/").path == "/profile/"


@pytest.mark.spec("SESSION-7")
def test_each_login_has_a_row_with_its_place(log_in, target):
    first, second = log_in("First/1.0"), log_in("Second/2.0 (<b>X11</b>)")
    found = rows(second.get(PATH))
    texts = [row.get_text(" ", strip=True) for row in found]
    assert len(found) == 3
    assert "Second/2.0 (<b>X11</b>)" in texts[0]
    assert "First/1.0" in texts[1]
    assert all(re.search(r"\b[0-9]+(\.[0-9]+){3}\b", text) for text in texts)
    assert [row.get("aria-current") for row in found] == ["true", None, None]
    assert [row.get("aria-current") for row in rows(first.get(PATH))] == [None, "true", None]
    since, seen = (datetime.fromisoformat(each["datetime"]) for each in found[0].select("time"))
    assert datetime.now(UTC) - timedelta(minutes=5) < since <= seen + timedelta(seconds=1)
    assert [row.find("button").get_text() for row in found] == ["Sign out"] * 3


@pytest.mark.spec("SESSION-7")
def test_a_session_can_be_ended_from_another(log_in):
    first, second, third = log_in("First/1.0"), log_in("Second/1.0"), log_in("Third/1.0")
    (row,) = (each for each in rows(first.get(PATH)) if "Second" in each.get_text())
    assert end(first, row).path == PATH
    assert [is_logged_in(each) for each in (first, second, third)] == [True, False, True]
    assert len(rows(first.get(PATH))) == 3


@pytest.mark.spec("SESSION-7")
def test_the_present_session_can_be_ended(log_in):
    visitor, other = log_in(), log_in()
    (row,) = (each for each in rows(visitor.get(PATH)) if each.get("aria-current"))
    assert end(visitor, row).path.startswith("/accounts/login/")
    assert [is_logged_in(each) for each in (visitor, other)] == [False, True]


@pytest.mark.spec("SESSION-7")
def test_all_others_can_be_ended(log_in, member):
    first, second, third = log_in(), log_in(), log_in()
    form = (
        second.get(PATH).soup.find("button", string="Sign out everywhere else").find_parent("form")
    )
    page = second.submit(form["id"])
    assert page.path == PATH
    assert len(rows(page)) == 1
    assert [is_logged_in(each) for each in (first, second, third, member)] == [
        False, True, False, True,
    ]  # fmt: skip


@pytest.mark.spec("SESSION-7")
def test_nobody_ends_the_session_of_another(log_in, open_browser):
    visitor, stranger = log_in(), open_browser()
    stranger.sign_up(**new_user())
    (foreign, *_) = rows(visitor.get(PATH))
    own = rows(stranger.get(PATH))[0]
    for each in own.select("input[name=session]"):
        each["value"] = foreign.select_one("input[name=session]")["value"]
    end(stranger, own)
    assert is_logged_in(visitor)
    assert is_logged_in(stranger)


@pytest.mark.spec("SESSION-7")
@pytest.mark.parametrize("session", ["", "\x00", "x" * 5000, "é", "' OR 1=1 --", None])
def test_a_session_that_is_none_ends_nothing(log_in, session):
    visitor, other = log_in(), log_in()
    row = rows(visitor.get(PATH))[0]
    action, token = row.find("form")["action"], row.select_one("input[name*=csrf]")
    data = {token["name"]: token["value"], "session": session}
    assert visitor.request("POST", action, data=data).status == 200
    assert [is_logged_in(each) for each in (visitor, other)] == [True, True]


@pytest.mark.spec("SESSION-7", "CSRF-1")
def test_without_a_token_no_session_ends(log_in):
    visitor, other = log_in(), log_in()
    page = visitor.get(PATH)
    for form in page.soup.select("main form"):
        data = {each["name"]: each["value"] for each in form.select("input[name=session]")}
        assert visitor.request("POST", form["action"], data=data).status == 403
        assert visitor.get(form["action"]).status == 405
    assert [is_logged_in(each) for each in (visitor, other)] == [True, True]


@pytest.mark.spec("SESSION-7")
def test_an_anonymous_visitor_is_sent_to_log_in(browser):
    assert browser.get(PATH).path.startswith("/accounts/login/")


@pytest.mark.spec("SESSION-7")
@pytest.mark.parametrize("user_agent", ["", "x" * 5000, "a\x85\x9f\xadb", "\xe9\xff" * 200, "a\tb"])
def test_a_strange_browser_is_no_error(open_browser, person, user_agent):
    visitor = open_browser()
    visitor.session.headers["User-Agent"] = user_agent.encode("latin-1")
    visitor.sign_up(**person)
    (row,) = rows(visitor.get(PATH))
    assert len(row.get_text()) < 500
    assert all(map(str.isprintable, row.select_one("td.long").get_text("", strip=True)))


@pytest.mark.spec("SESSION-7")
def test_a_session_says_when_it_was_last_seen(log_in, person, database):
    visitor = log_in()
    query = (
        "UPDATE sessions SET last_seen_at = '2001-02-03 04:05:06', created_at = '2001-02-03 04:05:06'"
        " WHERE user_id = (SELECT id FROM users WHERE username = :name)"
    )
    database.rows(query, name=person["username"])
    found = rows(visitor.get(PATH))
    times = [[each["datetime"] for each in row.select("time")] for row in found]
    assert {since for since, _ in times} == {"2001-02-03T04:05:06Z"}
    seen = {row.get("aria-current"): seen for row, (_, seen) in zip(found, times, strict=True)}
    assert seen[None] == "2001-02-03T04:05:06Z"
    age = datetime.now(UTC) - datetime.fromisoformat(seen["true"])
    assert age < timedelta(minutes=5)


@pytest.mark.spec("SESSION-7", "EXPORT-1")
def test_a_session_that_has_expired_is_not_shown(log_in, person, database):
    log_in()
    database.rows(
        "UPDATE sessions SET expires_at = '2000-01-01 00:00:00'"
        " WHERE user_id = (SELECT id FROM users WHERE username = :name)",
        name=person["username"],
    )
    visitor = log_in()
    assert len(rows(visitor.get(PATH))) == 1
    assert len(visitor.get("/accounts/export/").response.json()["sessions"]) == 1


def column(database, person, name):
    """Return what the sessions of a person hold in one column."""
    query = f"SELECT {name} FROM sessions JOIN users ON users.id = user_id WHERE username = :name"
    return [str(value)[:19] for (value,) in database.rows(query, name=person["username"])]


@pytest.mark.spec("SESSION-7")
def test_last_seen_is_written_at_most_once_a_minute(browser, person, database):
    browser.sign_up(**person)
    before = column(database, person, "last_seen_at")
    time.sleep(1.1)
    browser.get("/profile/")
    assert column(database, person, "last_seen_at") == before


@pytest.mark.spec("SESSION-6", "PASSWORD-3")
def test_a_new_password_does_not_lengthen_the_session(browser, person, database):
    browser.sign_up(**person)
    before = column(database, person, "expires_at")
    time.sleep(2.1)
    browser.get("/accounts/password_change/")
    new = {"new_password1": "x-9-y-8-z", "new_password2": "x-9-y-8-z"}
    browser.submit("password-form", old_password=person["password1"], **new)
    (earlier,), (later,) = before, column(database, person, "expires_at")
    gained = datetime.fromisoformat(later) - datetime.fromisoformat(earlier)
    assert abs(gained) <= timedelta(seconds=1)


@pytest.mark.spec("SESSION-7", "PASSWORD-3")
def test_a_new_password_does_not_change_when_the_session_began(log_in, person):
    visitor = log_in()
    before = rows(visitor.get(PATH))[0].time["datetime"]
    time.sleep(1.1)
    visitor.get("/accounts/password_change/")
    new = {"new_password1": "x-9-y-8-z", "new_password2": "x-9-y-8-z"}
    visitor.submit("password-form", old_password=person["password1"], **new)
    (row,) = rows(visitor.get(PATH))
    assert row.time["datetime"] == before


@pytest.mark.spec("SESSION-6")
def test_a_session_of_someone_deactivated_is_over_for_good(log_in, person, database):
    first, second = log_in(), log_in()
    switch = "UPDATE users SET is_active = {} WHERE username = :name"
    database.rows(switch.format("false"), name=person["username"])
    assert not is_logged_in(first)
    database.rows(switch.format("true"), name=person["username"])
    assert [is_logged_in(each) for each in (first, second)] == [False, False]
    assert is_logged_in(log_in())


@pytest.mark.spec("SESSION-6", "VISIBLE-3")
def test_who_is_no_longer_staff_sees_no_more_than_others(log_in, person, database):
    visitor = log_in()
    switch = "UPDATE users SET is_staff = {} WHERE username = :name"
    page, seen = f"/profile/{demo_user('private')['username']}/", []
    for value in ("true", "false"):
        database.rows(switch.format(value), name=person["username"])
        seen.append(visitor.get(page).status)
    assert seen == [200, 404]


@pytest.mark.spec("SESSION-8")
def test_a_command_removes_what_has_expired_and_nothing_else(start, target):
    server = start()
    for username in ("ada", "kurt"):
        visitor = Browser(server.url)
        visitor.log_in(username, target.demo_password)
        visitor.get("/accounts/tokens/")
        visitor.submit("token-form", name="Backup", scopes=["profile:read"], days="7")
    database = Database(server.environment["DATABASE_URL"])
    expired = "2000-01-01 00:00:00' WHERE user_id = (SELECT id FROM users WHERE username = 'ada')"
    database.rows(f"UPDATE sessions SET expires_at = '{expired}")
    database.rows(f"UPDATE tokens SET expires_at = '{expired}")
    result = server.run(*target.implementation["manage"], "clearsessions")
    whose = "SELECT username FROM {} JOIN users ON users.id = user_id"
    left = [database.rows(whose.format(table)) for table in ("sessions", "tokens")]
    database.close()
    assert (result.returncode, result.stdout) == (0, "Removed 1 sessions and 1 tokens.\n")
    assert left == [[("kurt",)], [("kurt",)]]


def get_client_ip(url, forwarded):
    """Sign someone up through a proxy that sends this header; return their address."""
    visitor = Browser(url)
    visitor.session.headers["X-Forwarded-For"] = forwarded
    visitor.sign_up(**new_user())
    (row,) = rows(visitor.get(PATH))
    return row.find_all("td")[2].get_text(strip=True)


@pytest.mark.spec("HOST-2")
def test_a_visitor_does_not_choose_their_address(target):
    assert get_client_ip(target.url, "203.0.113.7") != "203.0.113.7"


@pytest.mark.spec("HOST-2")
def test_the_address_is_what_the_proxy_in_front_says(start):
    server = start(TRUSTED_PROXIES="1")
    url = server.url
    assert get_client_ip(url, "203.0.113.7") == "203.0.113.7"
    assert '"ip_address": "203.0.113.7"' in server.log()
    assert get_client_ip(url, "198.51.100.1, 203.0.113.7") == "203.0.113.7"
    assert get_client_ip(url, "2001:db8::7") == "2001:db8::7"
    assert get_client_ip(url, "x" * 500) == "127.0.0.1"
    assert get_client_ip(url, "") == "127.0.0.1"
    for odd in ('", 203.0.113.7', '"198.51.100.1, 203.0.113.7', 'a\\"b, 203.0.113.7'):
        assert get_client_ip(url, odd) == "203.0.113.7"


@pytest.mark.spec("HOST-2")
def test_with_two_proxies_the_address_is_what_the_outer_one_says(start):
    url = start(TRUSTED_PROXIES="2").url
    assert get_client_ip(url, "192.0.2.1, 198.51.100.1 ,203.0.113.7") == "198.51.100.1"
    assert get_client_ip(url, "203.0.113.7") == "127.0.0.1"
