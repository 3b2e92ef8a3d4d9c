"""Sessions, the session cookie, and CSRF tokens."""

import base64
import re
import time
import zlib
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from http.cookies import SimpleCookie

import pytest
import requests

from shared_tests.support.factories import new_user, random_name


def set_cookies(page):
    """Return the cookies that a response sets, as morsels by name."""
    return dict(SimpleCookie(page.headers.get("Set-Cookie", "")))


def get_cookie(browser):
    """Return the name and the value of the only cookie of a browser."""
    (cookie,) = browser.cookies().items()
    return cookie


def decode(value):
    """Return a text, followed by its parts, decoded from Base64 and decompressed."""
    found = [value.encode()]
    for part in re.findall(r"[\w-]+", value, re.ASCII):
        with suppress(ValueError, zlib.error):
            found.append(base64.urlsafe_b64decode(part + "=" * (-len(part) % 4)))
            found.append(zlib.decompress(found[-1]))
    return b"\n".join(found).decode("latin-1")


@pytest.mark.spec("SESSION-1")
def test_login_is_stored_as_a_row_that_references_the_user(browser, database, account):
    browser.sign_up(**account)
    count = (
        "SELECT count(*) FROM sessions JOIN users ON users.id = user_id WHERE username = :username"
    )
    assert database.rows(count, username=account["username"]) == [(1,)]
    browser.log_out()
    assert database.rows(count, username=account["username"]) == [(0,)]


@pytest.mark.spec("SESSION-1")
def test_session_row_contains_only_a_digest_of_the_key(browser, database, account):
    browser.sign_up(**account)
    _, value = get_cookie(browser)
    query = "SELECT * FROM sessions WHERE user_id = (SELECT id FROM users WHERE username = :name)"
    (row,) = database.rows(query, name=account["username"])
    stored = decode(" ".join(map(str, row)))
    parts = re.findall(r"[\w-]{16,}", decode(value), re.ASCII)
    assert parts
    assert not [part for part in parts if part[:16] in stored]


@pytest.mark.spec("SESSION-2")
def test_login_changes_the_value_of_the_session_cookie(browser, target):
    browser.get("/accounts/login/")
    name, before = get_cookie(browser)
    browser.submit("login-form", username="ada", password=target.demo_password)
    assert get_cookie(browser) == (name, browser.cookies()[name])
    assert browser.cookies()[name] != before


@pytest.mark.spec("SESSION-2")
def test_session_cookie_from_before_login_stays_anonymous(browser, open_browser, target):
    browser.get("/accounts/login/")
    other = open_browser()
    other.session.cookies.update(browser.session.cookies)
    browser.submit("login-form", username="ada", password=target.demo_password)
    assert other.get("/profile/").path.startswith("/accounts/login/")


@pytest.mark.spec("SESSION-2")
def test_session_cookie_from_before_sign_up_stays_anonymous(browser, open_browser, account):
    browser.get("/accounts/signup/")
    name, before = get_cookie(browser)
    other = open_browser()
    other.session.cookies.update(browser.session.cookies)
    browser.submit("signup-form", **account)
    assert browser.cookies()[name] != before
    assert other.get("/profile/").path.startswith("/accounts/login/")


@pytest.mark.spec("SESSION-2", "LOGOUT-2")
def test_login_with_the_cookie_of_an_ended_session_gets_another_value(
    browser, open_browser, account
):
    browser.sign_up(**account)
    victim, attacker = open_browser(), open_browser()
    for other in (victim, attacker):
        other.session.cookies.update(browser.session.cookies)
    browser.log_out()
    victim.log_in(account["username"], account["password1"])
    assert victim.get("/profile/").current_user == account["username"]
    assert attacker.get("/profile/").path.startswith("/accounts/login/")


@pytest.mark.spec("SESSION-2")
def test_each_login_sets_a_different_session_cookie(open_browser, target):
    values = set()
    for _ in range(3):
        browser = open_browser()
        browser.log_in("ada", target.demo_password)
        values.add(get_cookie(browser))
    assert len(values) == 3


@pytest.mark.spec("SESSION-3")
def test_session_cookie_is_httponly_and_samesite_lax(browser, account):
    browser.get("/accounts/signup/")
    cookies = [set_cookies(browser.page)]
    _, hidden = browser.page.form("signup-form")
    response = browser.request(
        "POST", "/accounts/signup/", data=hidden | account, allow_redirects=False
    )
    cookies.append(set_cookies(response))
    for each in cookies:
        (morsel,) = each.values()
        assert morsel["httponly"]
        assert morsel["samesite"] == "Lax"
        assert morsel["path"] == "/"
        assert not morsel["domain"]


@pytest.mark.spec("SESSION-6")
def test_session_cookie_is_persistent_and_expires_with_the_session(browser, account):
    browser.get("/accounts/signup/")
    url, hidden = browser.page.form("signup-form")
    browser.request("POST", url, data=hidden | account, allow_redirects=False)
    (cookie,) = browser.session.cookies
    days = (cookie.expires - time.time()) / (24 * 60 * 60)
    assert 13.9 < days < 14.1


@pytest.mark.spec("SESSION-3")
def test_session_cookie_contains_no_personal_data(browser, account):
    account |= {"first_name": "Hypatia", "last_name": "Alexandria"}
    browser.sign_up(**account)
    _, value = get_cookie(browser)
    texts = [decode(value)]
    browser.log_out()
    for password in ("wrong-password", account["password1"]):
        browser.log_in(account["username"], password)
        _, value = get_cookie(browser)
        texts.append(decode(value))
    personal = [account[name] for name in ("username", "email", "first_name", "last_name")]
    assert not [each for each in personal if any(each in text for text in texts)]


@pytest.mark.spec("SESSION-4")
@pytest.mark.parametrize("path", ["/", "/profile/", "/profile/ada/", "/profiles/", "/nothing/"])
def test_pages_of_authenticated_users_are_not_stored(member, path):
    page = member.get(path)
    assert page.cache_control == {"private", "no-store"}
    assert "cookie" in page.headers["Vary"].lower()


@pytest.mark.spec("SESSION-4")
@pytest.mark.parametrize("path", ["/accounts/login/", "/accounts/signup/"])
def test_pages_with_a_csrf_token_are_not_stored(browser, path):
    page = browser.get(path)
    assert "no-store" in page.headers["Cache-Control"]
    assert "cookie" in page.headers["Vary"].lower()


@pytest.mark.spec("SESSION-5")
@pytest.mark.parametrize(
    "change",
    [
        lambda value: value[:-1], lambda value: value[1:], lambda value: value[: len(value) // 2],
        lambda value: value + "x", lambda value: value.swapcase(), lambda value: "",
        lambda value: "x", lambda value: "A" * 32, lambda value: "x" * 3000, lambda value: '"\\000"',
        lambda value: '"\\000' + "a" * 31 + '"', lambda value: "%00%ff", lambda value: "\xff" * 32,
        lambda value: "eyJfdXNlcl9pZCI6IjEifQ.aaaa.bbbb", lambda value: "..", lambda value: "null",
        lambda value: "a" * 31 + "'", lambda value: "../../etc/passwd", lambda value: "1",
    ],
)  # fmt: skip
def test_modified_session_cookie_is_anonymous(member, browser, change):
    name, value = get_cookie(member)
    cookie = f"{name}={change(value)}".encode("latin-1")
    response = browser.get("/", headers={"Cookie": cookie})
    assert response.status == 200
    assert response.current_user is None


@pytest.mark.spec("SESSION-5")
@pytest.mark.parametrize(
    "header",
    [
        "=", ";;;", "a=b; =c; d", "=; " * 50, "x=" + "y" * 4000, "remember_token=x|\xe9", "=x|\xe9",
        'remember_token="\\303\\251|\\303\\251"', "csrftoken=\xff", "messages=x", "\xe9=\xe9",
    ],
)  # fmt: skip
@pytest.mark.parametrize("path", ["/", "/profile/", "/accounts/login/"])
def test_malformed_cookie_header_causes_no_error(browser, path, header):
    assert browser.get(path, headers={"Cookie": header.encode("latin-1")}).status == 200


@pytest.mark.spec("SESSION-2")
def test_pages_without_a_form_do_not_change_an_anonymous_session_cookie(browser):
    browser.get("/accounts/login/")
    for path in ("/", "/profiles/", "/profile/ada/"):
        assert set_cookies(browser.get(path)) == {}


@pytest.mark.spec("SESSION-5")
def test_two_session_cookies_never_mix_two_users(open_browser, target):
    values, names = [], ["Ada Lovelace", "Kurt Gödel"]
    for username in ("ada", "kurt"):
        browser = open_browser()
        browser.log_in(username, target.demo_password)
        values.append(get_cookie(browser))
    header = "; ".join("=".join(value) for value in values)
    page = open_browser().get("/profile/", headers={"Cookie": header})
    assert page.h1 == page.current_user
    assert page.h1 in names


@pytest.mark.spec("SESSION-6")
def test_expired_session_is_anonymous(browser, database, account):
    browser.sign_up(**account)
    expire = (
        "UPDATE sessions SET expires_at = '2000-01-01 00:00:00'"
        " WHERE user_id = (SELECT id FROM users WHERE username = :name)"
    )
    database.rows(expire, name=account["username"])
    assert browser.get("/profile/").path.startswith("/accounts/login/")


@pytest.mark.spec("SESSION-6")
def test_session_expires_after_14_days(browser, database, account):
    before = datetime.now(UTC)
    browser.sign_up(**account)
    query = (
        "SELECT expires_at FROM sessions JOIN users ON users.id = user_id WHERE username = :name"
    )
    ((expires,),) = database.rows(query, name=account["username"])
    expires = datetime.fromisoformat(str(expires))
    expires = expires if expires.tzinfo else expires.replace(tzinfo=UTC)
    assert timedelta(days=14) <= expires - before < timedelta(days=14, minutes=5)


@pytest.mark.spec("SESSION-6", "VISIBLE-4")
def test_deactivated_user_is_logged_out_immediately(browser, database, account):
    browser.sign_up(**account)
    query = "UPDATE users SET is_active = false WHERE username = :name"
    database.rows(query, name=account["username"])
    assert browser.get("/").current_user is None
    assert browser.get("/profile/").path.startswith("/accounts/login/")
    assert browser.get(f"/profile/{account['username']}/").status == 404


@pytest.mark.spec("CSRF-1", "ERROR-1")
@pytest.mark.parametrize("token", [None, "", "x", "0" * 64, "\x00", "é", "a" * 5000])
@pytest.mark.parametrize("path", ["/accounts/login/", "/accounts/signup/"])
def test_login_and_sign_up_with_an_invalid_csrf_token_return_403(
    browser, target, account, path, token
):
    browser.get(path)
    _, hidden = browser.page.form(path.split("/")[2] + "-form")
    wrong = {name: token for name in hidden if "csrf" in name}
    assert len(wrong) == 1
    data = account | {"password": target.demo_password} | wrong
    response = browser.request("POST", path, data=data)
    assert response.status == 403
    assert response.select_text("#error")
    assert browser.get("/profile/").path.startswith("/accounts/login/")
    assert browser.get(f"/profile/{account['username']}/").status == 404


@pytest.mark.spec("CSRF-1")
def test_post_without_cookies_returns_403(target, account):
    for path in ("/accounts/login/", "/accounts/signup/", "/accounts/logout/"):
        response = requests.post(target.url + path, data=account, timeout=10)
        assert response.status_code == 403


@pytest.mark.spec("CSRF-1")
def test_logout_without_a_csrf_token_returns_403(member):
    response = member.request("POST", "/accounts/logout/", data={})
    assert response.status == 403
    assert member.get("/profile/").path == "/profile/"


@pytest.mark.spec("CSRF-1")
def test_csrf_token_in_the_query_string_returns_403(member):
    _, hidden = member.get("/").form("logout-form")
    assert member.request("POST", "/accounts/logout/", params=hidden).status == 403
    assert member.get("/profile/").path == "/profile/"


@pytest.mark.spec("CSRF-1")
@pytest.mark.parametrize("path", ["/accounts/login/", "/accounts/signup/"])
def test_every_post_form_contains_a_csrf_token(browser, member, path):
    for client, url in ((browser, path), (member, "/")):
        forms = client.get(url).soup.select("form[method=post]")
        assert forms
        assert all(form.select_one("input[type=hidden][name*=csrf]") for form in forms)


@pytest.mark.spec("CSRF-2")
def test_csrf_token_of_another_session_returns_403(member, open_browser):
    other = open_browser()
    other.sign_up(**new_user())
    _, hidden = other.get("/").form("logout-form")
    assert member.request("POST", "/accounts/logout/", data=hidden).status == 403
    assert member.get("/profile/").path == "/profile/"


@pytest.mark.spec("CSRF-2")
def test_csrf_token_from_before_login_returns_403(browser, target):
    _, before = browser.get("/accounts/login/").form("login-form")
    browser.submit("login-form", username="ada", password=target.demo_password)
    assert browser.request("POST", "/accounts/logout/", data=before).status == 403
    assert browser.get("/profile/").path == "/profile/"


@pytest.mark.spec("CSRF-3")
@pytest.mark.parametrize(
    "origin", ["https://evil.example", "null", "", "http://127.0.0.1:1", "x", "http://[::1"]
)
def test_valid_csrf_token_from_a_different_origin_returns_403(member, origin):
    url, hidden = member.get("/").form("logout-form")
    response = member.request("POST", url, data=hidden, headers={"Origin": origin})
    assert response.status == 403
    assert member.get("/profile/").path == "/profile/"


@pytest.mark.spec("CSRF-3")
def test_valid_csrf_token_from_the_same_origin_is_accepted(member, target):
    url, hidden = member.get("/").form("logout-form")
    response = member.request("POST", url, data=hidden, headers={"Origin": target.url})
    assert response.path == "/"


@pytest.mark.spec("CSRF-1")
@pytest.mark.parametrize(("header", "path"), [("X-CSRFToken", "/"), ("X-CSRF-Token", None)])
def test_csrf_token_is_accepted_in_the_x_csrftoken_header_only(member, header, path):
    url, hidden = member.get("/").form("logout-form")
    (token,) = (value for name, value in hidden.items() if "csrf" in name)
    page = member.request("POST", url, headers={header: token})
    assert (page.path if page.status == 200 else None) == path


@pytest.mark.spec("FORM-1")
@pytest.mark.parametrize("path", ["/accounts/login/", "/accounts/signup/"])
def test_every_field_has_a_label(browser, path):
    soup = browser.get(path).soup
    inputs = soup.select("main input:not([type=hidden])")
    assert len(inputs) >= 2
    assert all(each["id"] == f"id_{each['name']}" for each in inputs)
    assert all(soup.find("label", attrs={"for": each["id"]}).get_text() for each in inputs)


@pytest.mark.spec("FORM-1")
def test_every_input_references_its_help_text_and_its_errors(browser):
    soup = browser.sign_up(username="", email="", password1="x", password2="y").soup
    for field in ("username", "email", "password2"):
        described_by = soup.find(id=f"id_{field}")["aria-describedby"].split()
        assert f"id_{field}-error" in described_by
        assert all(soup.find(id=each) for each in described_by)
    assert soup.find(id="id_first_name").get("aria-describedby") is None


@pytest.mark.spec("FORM-1")
def test_valid_fields_have_no_error(browser, account):
    page = browser.sign_up(**account | {"username": random_name() + "!"})
    assert page.error("username")
    assert [page.error(field) for field in ("email", "first_name", "password1", "password2")] == [
        None, None, None, None,
    ]  # fmt: skip
