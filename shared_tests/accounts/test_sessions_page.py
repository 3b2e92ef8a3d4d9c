"""The page on which users list and end their sessions, and other ways in which sessions end."""

import ipaddress
import json
import re
import time
from datetime import UTC, datetime, timedelta

import pytest

from shared_tests.support.browser import Browser
from shared_tests.support.factories import demo_user, new_user
from shared_tests.support.target import Database

PATH = "/accounts/sessions/"


@pytest.fixture
def log_in(open_browser, account):
    """Sign up `account`; return a function that logs in with a new browser."""
    open_browser().sign_up(**account)

    def log_in(user_agent="Suite/1.0"):
        browser = open_browser()
        browser.session.headers["User-Agent"] = user_agent
        browser.log_in(account["username"], account["password1"])
        return browser

    return log_in


def rows(page):
    """Return the rows of the table, as elements."""
    return page.soup.select("table#sessions tbody tr")


def current(page):
    """Return the row of the current session."""
    (row,) = (each for each in rows(page) if each.get("aria-current"))
    return row


def press(browser, element, label, **changes):
    """Press the button with this label, below an element; return the page after the redirect."""
    url, fields = read_form(element.find("button", string=label), **changes)
    return browser.request("POST", url, data=fields)


def read_form(button, **changes):
    """Return the URL of the form of a button, and its fields with these changes."""
    form = button.find_parent("form")
    fields = {each["name"]: each["value"] for each in form.select("[name][value]")}
    return form.get("action") or PATH, fields | changes


def end_session(browser, row):
    """Press the button of a row; return the page after the redirect."""
    return press(browser, row, "Sign out")


def session_field(row):
    """Return the name and the value of the field that identifies the session of a row."""
    _, fields = read_form(row.find("button"))
    (field,) = (field for field in fields.items() if "csrf" not in field[0])
    return field


def is_logged_in(browser):
    return browser.get("/profile/").path == "/profile/"


@pytest.mark.spec("SESSION-7")
def test_sessions_table_has_a_row_for_each_login(log_in, target):
    first, second = log_in("First/1.0"), log_in("Second/2.0 (<b>X11</b>)")
    found = rows(second.get(PATH))
    texts = [row.get_text(" ", strip=True) for row in found]
    assert len(found) == 3
    assert all(re.search(r"\b[0-9]+(\.[0-9]+){3}\b", text) for text in texts)
    assert "Second/2.0 (<b>X11</b>)" in current(second.get(PATH)).get_text()
    assert "First/1.0" in current(first.get(PATH)).get_text()
    times = current(second.get(PATH)).select("time")
    created, seen = (datetime.fromisoformat(each["datetime"]) for each in times)
    assert datetime.now(UTC) - timedelta(minutes=5) < created <= seen + timedelta(seconds=1)
    assert [row.find("button").get_text(strip=True) for row in found] == ["Sign out"] * 3


@pytest.mark.spec("SESSION-7")
def test_session_can_be_ended_from_another_session(log_in):
    first, second, third = log_in("First/1.0"), log_in("Second/1.0"), log_in("Third/1.0")
    (row,) = (each for each in rows(first.get(PATH)) if "Second" in each.get_text())
    assert end_session(first, row).path == PATH
    assert [is_logged_in(each) for each in (first, second, third)] == [True, False, True]
    assert len(rows(first.get(PATH))) == 3


@pytest.mark.spec("SESSION-7")
def test_current_session_can_be_ended(log_in):
    browser, other = log_in(), log_in()
    row = current(browser.get(PATH))
    assert end_session(browser, row).path.startswith("/accounts/login/")
    assert [is_logged_in(each) for each in (browser, other)] == [False, True]


@pytest.mark.spec("SESSION-7")
def test_all_other_sessions_can_be_ended(log_in, member):
    first, second, third = log_in(), log_in(), log_in()
    page = press(second, second.get(PATH).soup, "Sign out everywhere else")
    assert page.path == PATH
    assert len(rows(page)) == 1
    assert [is_logged_in(each) for each in (first, second, third, member)] == [
        False, True, False, True,
    ]  # fmt: skip


@pytest.mark.spec("SESSION-7")
def test_users_cannot_end_sessions_of_other_users(log_in, open_browser):
    browser, other = log_in(), open_browser()
    other.sign_up(**new_user())
    name, key = session_field(current(browser.get(PATH)))
    press(other, current(other.get(PATH)), "Sign out", **{name: key})
    assert is_logged_in(browser)
    assert is_logged_in(other)


@pytest.mark.spec("SESSION-7")
@pytest.mark.parametrize("session", ["", "\x00", "x" * 5000, "é", "' OR 1=1 --", None])
def test_invalid_session_id_ends_no_session(log_in, session):
    browser, other = log_in(), log_in()
    row = current(browser.get(PATH))
    name, _ = session_field(row)
    assert press(browser, row, "Sign out", **{name: session}).status == 200
    assert [is_logged_in(each) for each in (browser, other)] == [True, True]


@pytest.mark.spec("SESSION-7", "CSRF-1")
def test_ending_a_session_without_a_csrf_token_returns_403(log_in):
    browser, other = log_in(), log_in()
    page = browser.get(PATH)
    for button in page.soup.select("main form button"):
        url, fields = read_form(button)
        data = {name: value for name, value in fields.items() if "csrf" not in name}
        assert browser.request("POST", url, data=data).status == 403
        browser.request("GET", url, params=fields)
    assert [is_logged_in(each) for each in (browser, other)] == [True, True]


@pytest.mark.spec("SESSION-7")
def test_sessions_page_requires_login_and_is_linked_from_the_profile_form(member, browser):
    assert any(link.endswith(PATH) for link in member.get("/accounts/edit/").links())
    assert browser.get(PATH).path.startswith("/accounts/login/")


@pytest.mark.spec("SESSION-7")
@pytest.mark.parametrize(
    "user_agent",
    [
        "", "x" * 200, "x" * 201, "x" * 5000, "x\x85" * 201, "a\x85\x9f\xadb", "\xe9\xff" * 200, "a\tb",
    ],
)  # fmt: skip
def test_200_printable_characters_of_an_unusual_user_agent_are_shown(
    open_browser, account, user_agent
):
    browser = open_browser()
    browser.session.headers["User-Agent"] = user_agent.encode("latin-1")
    browser.sign_up(**account)
    (row,) = rows(browser.get(PATH))
    assert re.findall("x{9,}", row.get_text()) == (["x" * 200] if "x" in user_agent else [])
    assert len(row.get_text()) < 500
    assert all(map(str.isprintable, row.get_text().replace("\n", "")))


@pytest.mark.spec("SESSION-7")
def test_sessions_table_shows_the_creation_and_last_seen_time(log_in, account, database):
    browser = log_in()
    query = (
        "UPDATE sessions SET last_seen_at = '2001-02-03 04:05:06', created_at = '2001-02-03 04:05:06'"
        " WHERE user_id = (SELECT id FROM users WHERE username = :name)"
    )
    database.rows(query, name=account["username"])
    found = rows(browser.get(PATH))
    times = [
        [datetime.fromisoformat(each["datetime"]) for each in row.select("time")] for row in found
    ]
    stored = datetime(2001, 2, 3, 4, 5, 6, tzinfo=UTC)
    assert {created for created, _ in times} == {stored}
    seen = {
        bool(row.get("aria-current")): seen for row, (_, seen) in zip(found, times, strict=True)
    }
    assert seen[False] == stored
    age = datetime.now(UTC) - seen[True]
    assert age < timedelta(minutes=5)


@pytest.mark.spec("SESSION-7", "EXPORT-1")
def test_expired_session_is_not_listed(log_in, account, database):
    log_in()
    database.rows(
        "UPDATE sessions SET expires_at = '2000-01-01 00:00:00'"
        " WHERE user_id = (SELECT id FROM users WHERE username = :name)",
        name=account["username"],
    )
    browser = log_in()
    assert len(rows(browser.get(PATH))) == 1
    assert len(browser.get("/accounts/export/").response.json()["sessions"]) == 1


def get_column(database, user, name):
    """Return the values of a column for the sessions of a user."""
    query = f"SELECT {name} FROM sessions JOIN users ON users.id = user_id WHERE username = :name"
    return [str(value)[:19] for (value,) in database.rows(query, name=user["username"])]


@pytest.mark.spec("SESSION-7")
def test_last_seen_at_is_written_at_most_once_a_minute(browser, account, database):
    browser.sign_up(**account)
    before = get_column(database, account, "last_seen_at")
    time.sleep(1.1)
    browser.get("/profile/")
    assert get_column(database, account, "last_seen_at") == before


@pytest.mark.spec("SESSION-7")
def test_last_seen_at_is_written_after_a_minute(browser, account, database):
    browser.sign_up(**account)
    (created,) = get_column(database, account, "created_at")
    past = f"{datetime.now(UTC) - timedelta(seconds=90):%F %T}"
    table = "sessions SET last_seen_at = :past WHERE user_id = (SELECT id FROM users WHERE username = :name)"
    database.rows(f"UPDATE {table}", past=past, name=account["username"])
    browser.get("/profile/")
    assert get_column(database, account, "last_seen_at") >= [created]


@pytest.mark.spec("SESSION-6", "PASSWORD-3")
def test_password_change_does_not_extend_the_session(browser, account, database):
    browser.sign_up(**account)
    before = get_column(database, account, "expires_at")
    time.sleep(2.1)
    browser.get("/accounts/password_change/")
    new = {"new_password1": "x-9-y-8-z", "new_password2": "x-9-y-8-z"}
    browser.submit("password-form", old_password=account["password1"], **new)
    (earlier,), (later,) = before, get_column(database, account, "expires_at")
    gained = datetime.fromisoformat(later) - datetime.fromisoformat(earlier)
    assert abs(gained) <= timedelta(seconds=1)


@pytest.mark.spec("SESSION-7", "PASSWORD-3")
def test_password_change_preserves_the_creation_time_of_the_session(log_in, account):
    browser = log_in()
    before = current(browser.get(PATH)).time["datetime"]
    time.sleep(1.1)
    browser.get("/accounts/password_change/")
    new = {"new_password1": "x-9-y-8-z", "new_password2": "x-9-y-8-z"}
    browser.submit("password-form", old_password=account["password1"], **new)
    (row,) = rows(browser.get(PATH))
    assert row.time["datetime"] == before


@pytest.mark.spec("SESSION-6")
def test_sessions_of_a_deactivated_user_stay_ended_after_reactivation(log_in, account, database):
    first, second = log_in(), log_in()
    switch = "UPDATE users SET is_active = {} WHERE username = :name"
    database.rows(switch.format("false"), name=account["username"])
    assert not is_logged_in(first)
    database.rows(switch.format("true"), name=account["username"])
    assert [is_logged_in(each) for each in (first, second)] == [False, False]
    assert is_logged_in(log_in())


@pytest.mark.spec("SESSION-6", "VISIBLE-3")
def test_former_staff_user_gets_404_for_private_profiles(log_in, account, database):
    browser = log_in()
    switch = "UPDATE users SET is_staff = {} WHERE username = :name"
    page, seen = f"/profile/{demo_user('private')['username']}/", []
    for value in ("true", "false"):
        database.rows(switch.format(value), name=account["username"])
        seen.append(browser.get(page).status)
    assert seen == [200, 404]


@pytest.mark.spec("SESSION-8")
def test_clearsessions_deletes_only_expired_sessions_and_tokens(start, target):
    server = start()
    for username in ("ada", "kurt", "grace", "alan"):
        browser = Browser(server.url)
        browser.log_in(username, target.demo_password)
        browser.get("/accounts/tokens/")
        browser.submit("token-form", name="Backup", scopes=["profile:read"], days="7")
    Browser(server.url).log_in("ada", target.demo_password)
    database = Database(server.environment["DATABASE_URL"])
    soon = datetime.now(UTC) + timedelta(hours=1)  # mostly on the same day
    some = "user_id IN (SELECT id FROM users WHERE username IN ('{}', '{}'))"
    for table in ("sessions", "tokens"):
        database.rows(f"UPDATE {table} SET expires_at = '{soon:%F %T}'")
        expired = f"UPDATE {table} SET expires_at = '2000-01-01 00:00:00' WHERE "
        database.rows(expired + some.format("ada", "grace"))
    database.rows("UPDATE sessions SET user_id = NULL WHERE " + some.format("grace", "alan"))
    # A grant, which is deleted with its token and is not counted.
    columns = "granter_id, token_id, search, created_at, expires_at"
    grant = f"SELECT user_id, id, '', '{soon:%F %T}', '{soon:%F %T}' FROM tokens"
    database.rows(f"INSERT INTO grants ({columns}) {grant}")
    result = server.run(*target.implementation["manage"], "clearsessions")
    query = "SELECT username FROM {} LEFT JOIN users ON users.id = user_id"
    remaining = [set(database.rows(query.format(table))) for table in ("sessions", "tokens")]
    (sessions,) = database.rows("SELECT count(*) FROM sessions")
    database.close()
    assert result.returncode == 0
    assert re.findall(r"\d+", result.stdout)[:2] == ["3", "2"]
    assert remaining == [{("kurt",), (None,)}, {("kurt",), ("alan",)}]
    assert sessions == (2,)


def is_ip_address(text):
    try:
        return bool(ipaddress.ip_address(text))
    except ValueError:
        return False


def get_client_ip(url, forwarded):
    """Sign up through a proxy that sends this header; return the IP address of the session."""
    browser = Browser(url)
    browser.session.headers["X-Forwarded-For"] = forwarded
    browser.sign_up(**new_user())
    (row,) = rows(browser.get(PATH))
    (ip_address,) = filter(is_ip_address, row.stripped_strings)
    return ip_address


@pytest.mark.spec("HOST-2")
def test_clients_cannot_set_their_ip_address(target):
    assert get_client_ip(target.url, "203.0.113.7") != "203.0.113.7"


@pytest.mark.spec("HOST-2")
def test_ip_address_is_read_from_the_header_of_the_trusted_proxy(start):
    server = start(TRUSTED_PROXIES="1")
    url = server.url
    assert get_client_ip(url, "203.0.113.7") == "203.0.113.7"
    lines = [json.loads(line) for line in server.log().splitlines() if line.startswith("{")]
    assert "203.0.113.7" in {line.get("ip_address") for line in lines}
    assert get_client_ip(url, "198.51.100.1, 203.0.113.7") == "203.0.113.7"
    assert get_client_ip(url, "2001:db8::7") == "2001:db8::7"
    assert get_client_ip(url, "x" * 500) == "127.0.0.1"
    assert get_client_ip(url, "") == "127.0.0.1"
    for odd in ('", 203.0.113.7', '"198.51.100.1, 203.0.113.7', 'a\\"b, 203.0.113.7'):
        assert get_client_ip(url, odd) == "203.0.113.7"


@pytest.mark.spec("HOST-2")
def test_ip_address_is_read_from_the_outer_of_two_trusted_proxies(start):
    url = start(TRUSTED_PROXIES="2").url
    assert get_client_ip(url, "192.0.2.1, 198.51.100.1 ,203.0.113.7") == "198.51.100.1"
    assert get_client_ip(url, "203.0.113.7") == "127.0.0.1"
