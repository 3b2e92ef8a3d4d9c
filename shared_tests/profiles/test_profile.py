"""Profile pages: by primary key, by username, and of the current user."""

import secrets
from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs, urlsplit

import pytest

from shared_tests.support.browser import Browser
from shared_tests.support.factories import new_user
from shared_tests.support.target import DEMO_USERS, Database

VISIBLE = [each for each in DEMO_USERS if each["visibility"] == "public" and each["is_active"]]


def full_name(user):
    return f"{user['first_name']} {user['last_name']}".strip() or user["username"]


def get_pk(database, username):
    return database.rows("SELECT id FROM users WHERE username = :name", name=username)[0][0]


@pytest.mark.spec("PROFILE-1", "PROFILE-2", "SEED-1")
def test_first_demo_user_has_the_same_page_by_pk_and_by_username(browser):
    first = DEMO_USERS[0]
    by_pk = browser.get("/profile/1/")
    by_username = browser.get(f"/profile/{first['username']}/")
    assert by_pk.status == by_username.status == 200
    assert (by_pk.path, by_username.path) == ("/profile/1/", f"/profile/{first['username']}/")
    assert by_pk.h1 == full_name(first)
    assert by_pk.main == by_username.main


@pytest.mark.spec("PROFILE-1", "PROFILE-2")
def test_new_user_has_the_same_page_by_pk_and_by_username(browser, database, account):
    browser.sign_up(**account)
    by_pk = browser.get(f"/profile/{get_pk(database, account['username'])}/")
    by_username = browser.get(f"/profile/{account['username']}/")
    assert by_pk.select_text("#username") == account["username"]
    assert by_pk.main == by_username.main


@pytest.mark.spec("PROFILE-2")
@pytest.mark.parametrize("username", ["a_a", "ad_", "_da", "___"])
def test_underscore_of_a_username_matches_only_itself(browser, username):
    assert browser.get(f"/profile/{username}/").status == 404


@pytest.mark.spec("PROFILE-2", "PROFILE-8")
@pytest.mark.parametrize("user", VISIBLE, ids=lambda user: user["username"])
def test_profile_page_shows_the_data_of_the_user(browser, user):
    page = browser.get(f"/profile/{user['username']}/")
    assert page.h1 == full_name(user)
    assert page.select_text("#full-name") == f"Full name: {full_name(user)}"
    assert page.select_text("#username") == user["username"]
    assert (page.select_text("#bio") or "").split("\n") == user["bio"].split("\n")
    assert (page.select_text("#location") or "") == user["location"]
    assert (page.select_text("#website") or "") == user["website"]


@pytest.mark.spec("PROFILE-8")
def test_line_breaks_of_a_bio_become_br_elements(browser):
    user = next(each for each in VISIBLE if "\n" in each["bio"])
    page = browser.get(f"/profile/{user['username']}/")
    assert len(page.soup.select("#bio br")) == user["bio"].count("\n")


@pytest.mark.spec("PROFILE-8")
def test_website_is_a_link(browser):
    user = next(each for each in VISIBLE if each["website"])
    page = browser.get(f"/profile/{user['username']}/")
    assert page.soup.select_one("#website a")["href"] == user["website"]


@pytest.mark.spec("PROFILE-8")
def test_profile_page_shows_the_sign_up_date_in_utc(browser, account):
    page = browser.sign_up(**account)
    time = page.soup.select_one("#joined time")
    joined = datetime.fromisoformat(time["datetime"])
    assert joined.utcoffset() == timedelta(0)
    assert abs(datetime.now(UTC) - joined) < timedelta(minutes=5)
    assert time.get_text() == f"{joined.day} {joined:%B %Y}"


@pytest.mark.spec("PROFILE-3")
@pytest.mark.parametrize(
    "number",
    [
        "0", "00", "01", "001", "-1", "+1", "1.0", "1e0", "0x1", "1_0", "%201", "1%20", "1%0a",
        "%D9%A1", "%EF%BC%91", "1%D9%A1", "%C2%B9", "4000000000", "9223372036854775807",
        "9223372036854775808", "18446744073709551616", "9" * 30, "1" + "0" * 200,
    ],
)  # fmt: skip
def test_unknown_or_invalid_primary_key_returns_404(browser, number):
    assert browser.send("GET", f"/profile/{number}/").status == 404


@pytest.mark.spec("PROFILE-3", "API-1")
@pytest.mark.parametrize("number", [2**31, 10**12, 2**63 - 1])
def test_primary_key_has_up_to_64_bits(start, number):
    server = start()
    database = Database(server.environment["DATABASE_URL"])
    database.rows("UPDATE users SET id = :number WHERE username = 'kurt'", number=number)
    database.close()
    browser = Browser(server.url)
    assert browser.get(f"/profile/{number}/").select_text("#username") == "kurt"
    assert browser.get(f"/api/profiles/{number}/").response.json()["id"] == number


@pytest.mark.spec("PROFILE-3")
def test_primary_key_of_5000_digits_returns_404_or_414(browser):
    assert browser.send("GET", f"/profile/{'1' * 5000}/").status in (404, 414)


@pytest.mark.spec("PROFILE-4")
@pytest.mark.parametrize("name", ["Ada", "ADA", "aDa"])
@pytest.mark.parametrize("query", ["", "?a=1&a=2", "?q=%C3%A9%20%26", "?_external=1&username=x"])
def test_username_with_upper_case_redirects_to_the_lower_case_url(browser, name, query):
    response = browser.send("GET", f"/profile/{name}/{query}")
    assert response.status in (301, 308)
    location = urlsplit(response.headers["Location"])
    assert location.path == "/profile/ada/"
    assert parse_qs(location.query) == parse_qs(query[1:])


@pytest.mark.spec("PROFILE-4")
def test_unknown_username_with_upper_case_redirects_too(browser):
    response = browser.send("GET", "/profile/Nobody_Has_This_Name/")
    assert response.status in (301, 308)
    assert browser.get("/profile/Nobody_Has_This_Name/").status == 404


@pytest.mark.spec("PROFILE-4", "VISIBLE-3")
def test_username_of_a_private_user_with_upper_case_redirects_too(browser):
    assert browser.send("GET", "/profile/ALAN/").status in (301, 308)


@pytest.mark.spec("PROFILE-5")
def test_own_profile_page_shows_the_current_user(member):
    username = member.page.select_text("#username")
    page = member.get("/profile/")
    assert (page.status, page.path) == (200, "/profile/")
    assert page.select_text("#username") == username
    assert page.main == member.get(f"/profile/{username}/").main


@pytest.mark.spec("PROFILE-5", "SESSION-4")
def test_own_profile_page_is_not_stored(member):
    assert member.get("/profile/").cache_control == {"private", "no-store"}


@pytest.mark.spec("PROFILE-6")
def test_own_profile_page_redirects_anonymous_users_to_login_and_back(browser, target):
    page = browser.get("/profile/")
    location = urlsplit(page.path)
    assert location.path == "/accounts/login/"
    assert parse_qs(location.query) == {"next": ["/profile/"]}
    page = browser.submit("login-form", username="ada", password=target.demo_password)
    assert page.path == "/profile/"
    assert page.select_text("#username") == "ada"


@pytest.mark.spec("PROFILE-6", "VISIBLE-2")
@pytest.mark.parametrize("path", ["/profile/", "/profile/grace/"])
@pytest.mark.parametrize(
    "query",
    ["a=%5C", "a=%C2%A0%E2%80%A8", "a=1&a=2&b=%26%23%2B+", "next=%2F%2Fevil.example", "%C3%A9"],
)
def test_redirect_after_login_preserves_the_query_string(browser, target, path, query):
    browser.get(f"{path}?{query}")
    page = browser.submit("login-form", username="ada", password=target.demo_password)
    assert page.path == f"{path}?{query}"


@pytest.mark.spec("PROFILE-7")
@pytest.mark.parametrize(
    "name",
    [
        "%00", "ada%00", "%00ada", "ada%0a", "%0aada", "ada%0d%0a", "ada%20", "%20ada", "%ff",
        "ada%ff", "..", "%2e%2e", "..%2f..%2fetc%2fpasswd", "ada%2f", "ada/..%2f", "a", "ab",
        "___", "12_34", "_1_", "a" * 31, "ada.", "ada-", "ada@example.com", "ada'--", "ada;",
        "%3Cscript%3Ealert(1)%3C%2Fscript%3E", "%C3%A9mile", "%D0%B0%D0%B4%D0%B0", "ad%E2%84%AA",
        "%EF%BD%81%EF%BD%84%EF%BD%81", "%F0%9F%98%80ada", "ada%E2%80%8B", "ada%C2%A0", "%25",
        "%257Cada", "ada/1", "1/ada", "ada%3Fx", "ada%23x", "{ada}", "$%7Bada%7D", "null%00.html",
    ],
)  # fmt: skip
def test_invalid_username_returns_404(browser, name):
    page = browser.send("GET", f"/profile/{name}/")
    assert page.status == 404
    assert page.select_text("#error")


@pytest.mark.spec("PROFILE-7")
@pytest.mark.parametrize("name", ["nobody_has_this", "a1b", "_a_", "zzz", "x" * 30])
def test_unknown_username_returns_404(browser, name):
    assert browser.get(f"/profile/{name}/").status == 404


@pytest.mark.spec("PROFILE-9")
@pytest.mark.parametrize("path", ["/profile/{}/", "/profile/"])
def test_profile_page_does_not_show_the_email_address_by_default(
    open_browser, staff, browser, path
):
    user, owner = new_user(), open_browser()
    owner.sign_up(**user)
    for client in (owner, staff, browser):
        page = client.get(path.format(user["username"]))
        assert "@example.com" not in page.response.text
        assert page.select_text("#email") is None


@pytest.mark.spec("PROFILE-10")
@pytest.mark.parametrize(
    "text",
    [
        "<b>bold</b>", "<script>alert(1)</script>", "{{ 7 * 7 }}", "{% csrf_token %}", "&lt;i&gt;",
        "\"quoted' & co\"", "%s %(x)s {0}", "</h1><img src=x onerror=alert(1)>", "Ünïcödé 名前",
    ],
)  # fmt: skip
def test_names_are_shown_as_text(browser, text):
    user = new_user(first_name=text, last_name="Last")
    page = browser.sign_up(**user)
    assert page.h1 == f"{text} Last"
    assert page.current_user == f"{text} Last"
    assert f"{text} Last" in page.soup.title.get_text()
    assert not page.soup.select("main b, main img, header b, header img, script")


@pytest.mark.spec("PROFILE-10")
def test_location_and_website_are_shown_as_text(browser, database, account):
    browser.sign_up(**account)
    hostile = 'https://example.com/"><b>&lt;'
    query = "UPDATE users SET location = :text, website = :text WHERE username = :name"
    database.rows(query, text=hostile, name=account["username"])
    page = browser.get(f"/profile/{account['username']}/")
    assert page.select_text("#location") == page.select_text("#website") == hostile
    assert page.soup.select_one("#website a")["href"] == hostile
    assert not page.soup.select("main b")


@pytest.mark.spec("PROFILE-2", "PROFILE-4", "USERNAME-1")
@pytest.mark.parametrize(("start", "length"), [("x", 12), ("x", 30), ("1e", 12), ("0_x", 30)])
def test_profile_page_of_a_new_username_is_found(browser, account, start, length):
    username = f"{start}{secrets.token_hex(15)}"[:length]
    browser.sign_up(**account | {"username": username})
    assert browser.get(f"/profile/{username}/").select_text("#username") == username
    assert browser.get(f"/profile/{username.upper()}/").select_text("#username") == username


@pytest.mark.spec("PROFILE-10")
def test_bio_is_shown_as_text(browser):
    hostile = next(each for each in VISIBLE if "<script>" in each["bio"])
    page = browser.get(f"/profile/{hostile['username']}/")
    assert page.select_text("#bio").split("\n") == hostile["bio"].split("\n")
    assert page.soup.select("#bio br")
    assert not page.soup.select("#bio b, #bio i, #bio img")
    assert not page.soup.select("#location b, #location script, script")
