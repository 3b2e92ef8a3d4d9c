"""What one implementation writes, the other one reads: sessions, forms, passwords, permissions."""

from hashlib import sha256
from urllib.parse import urlsplit

import pytest

from runner import cache_server
from shared_tests.support import admin_pages
from shared_tests.support.api_client import APIClient
from shared_tests.support.browser import Browser
from shared_tests.support.factories import demo_user, new_user
from shared_tests.support.forms_by_label import press
from shared_tests.support.mailbox import links
from shared_tests.support.target import DEMO_USERS, NOT_OFFERED, Database

EMAIL = DEMO_USERS[0]["email"]
PAGE = f"/profile/{DEMO_USERS[0]['username']}/"


@pytest.fixture
def user(browser):
    """The sign-up fields of a user who is logged in in the browser."""
    fields = new_user()
    assert browser.sign_up(**fields).path == "/profile/"
    return fields


@pytest.fixture
def superuser(urls, pair):
    """A browser that is logged in as the superuser, at the implementation that writes."""
    browser = Browser(urls[0])
    browser.log_in("admin", pair.admin_password)
    return browser


@pytest.fixture
def rows(pair):
    """Return a function that returns rows of the database."""
    database = Database(pair.database)
    yield database.rows
    database.close()


def is_logged_in(browser):
    return browser.get("/profile/").path == "/profile/"


def duplicate(browser, url):
    """Return another browser with the same cookies."""
    copy = Browser(url)
    copy.session.cookies.update(browser.session.cookies)
    return copy


@pytest.mark.spec("SHARE-3")
def test_login_is_valid_on_both_by_one_row_and_one_cookie(browser, user, move, rows):
    count = "SELECT count(*) FROM sessions JOIN users ON id = user_id WHERE username = :name"
    cookies = browser.cookies()
    assert move(browser).get("/profile/").current_user == user["username"]
    assert browser.cookies() == cookies
    assert len(cookies) == 1
    assert rows(count, name=user["username"]) == [(1,)]


@pytest.mark.spec("SHARE-3")
def test_logout_on_one_ends_the_session_on_the_other(browser, user, urls, move):
    copy = duplicate(browser, urls[0])
    move(browser).log_out()
    assert not is_logged_in(copy)


@pytest.mark.spec("SHARE-3")
def test_logging_out_elsewhere_ends_sessions_of_the_other(browser, user, urls):
    elsewhere = Browser(urls[1])
    elsewhere.log_in(user["username"], user["password1"])
    assert is_logged_in(elsewhere)
    browser.get("/accounts/sessions/")
    browser.submit("end-others-form")
    assert (is_logged_in(browser), is_logged_in(elsewhere)) == (True, False)


@pytest.mark.spec("SHARE-3", "SHARE-5")
def test_password_change_ends_sessions_of_the_other_and_counts_there(browser, user, urls):
    elsewhere = Browser(urls[1])
    elsewhere.log_in(user["username"], user["password1"])
    new = new_user()["password1"]
    browser.get("/accounts/password_change/")
    fields = {"new_password1": new, "new_password2": new}
    assert (
        browser.submit("password-form", old_password=user["password1"], **fields).path
        == "/profile/"
    )
    assert (is_logged_in(duplicate(browser, urls[1])), is_logged_in(elsewhere)) == (True, False)
    assert elsewhere.log_in(user["username"], user["password1"]).path == "/accounts/login/"
    assert elsewhere.log_in(user["username"], new).path == "/profile/"


@pytest.mark.spec("SHARE-3", "SHARE-5")
def test_deactivation_in_the_admin_of_one_logs_out_on_the_other(browser, user, superuser, move):
    move(browser)
    assert is_logged_in(browser)
    admin_pages.act(superuser, admin_pages.DEACTIVATE, user["username"])
    assert not is_logged_in(browser)


@pytest.mark.spec("SHARE-3")
def test_anonymous_session_is_deleted_by_a_login_on_the_other(browser, urls, pair, move, rows):
    browser.get("/accounts/login/")
    planted = duplicate(browser, urls[0])
    (key,) = planted.cookies().values()
    move(browser).submit("login-form", username="ada", password=pair.demo_password)
    assert is_logged_in(browser)
    assert not is_logged_in(planted)
    query = "SELECT count(*) FROM sessions WHERE session_key = :digest"
    assert rows(query, digest=sha256(key.encode()).hexdigest()) == [(0,)]


@pytest.mark.spec("SHARE-4")
def test_open_forms_are_accepted_by_the_other(browser, pair, move):
    browser.get("/accounts/login/")
    page = move(browser).submit("login-form", username="ada", password=pair.demo_password)
    assert page.path == "/profile/"


@pytest.mark.spec("SHARE-4")
def test_open_form_of_an_authenticated_user_is_accepted_by_the_other(browser, user, move):
    browser.get("/accounts/edit/")
    fields = {"email": user["email"], "location": "Kyiv", "visibility": "public"}
    page = move(browser).submit("profile-form", **fields)
    assert page.select_text("#location") == "Kyiv"


@pytest.mark.spec("SHARE-4", "SESSION-2")
def test_form_from_before_a_login_on_the_other_is_rejected(browser, urls, pair, move):
    browser.get("/accounts/login/")
    _, hidden = browser.page.form("login-form")
    move(browser).submit("login-form", username="ada", password=pair.demo_password)
    for url in urls:
        browser.base_url = url
        assert browser.request("POST", "/accounts/logout/", data=hidden).status == 403


@pytest.mark.spec("SHARE-4")
def test_form_of_another_session_is_rejected_by_the_other(browser, user, urls, move):
    stranger = Browser(urls[0])
    stranger.get("/accounts/login/")
    _, hidden = stranger.page.form("login-form")
    assert move(browser).request("POST", "/accounts/logout/", data=hidden).status == 403
    assert is_logged_in(browser)


@pytest.mark.spec("SHARE-5")
def test_token_of_one_is_valid_until_the_other_revokes_it(urls, user, browser):
    issued = APIClient(urls[0]).make_token(user["username"], user["password1"])
    client = APIClient(urls[1], issued.json()["token"])
    assert client.get("/api/profile/").json()["username"] == user["username"]
    browser.base_url = urls[1]
    browser.get("/accounts/tokens/")
    press(browser, "Revoke")
    for url in urls:
        assert APIClient(url, issued.json()["token"]).get("/api/profile/").status_code == 401


@pytest.mark.spec("SHARE-5")
def test_permission_is_granted_by_one_and_revoked_by_the_other(browser, user, pair, urls):
    writer, reader = (each for url in urls for each in pair.servers.values() if each.url == url)
    shown = []
    for process, arguments in ((writer, []), (reader, ["--revoke"])):
        command = [*process.implementation["manage"], "grant", user["username"], "view_email"]
        assert process.run(*command, *arguments).returncode == 0
        shown.append([duplicate(browser, url).get(PAGE).select_text("#email") for url in urls])
    assert shown == [[EMAIL, EMAIL], [None, None]]


@pytest.mark.spec("SHARE-5")
def test_admin_of_one_shows_the_changes_in_the_other(browser, user, superuser, urls):
    admin_pages.edit(superuser, user["username"], Location="Kyiv")
    superuser.base_url = urls[1]
    page = admin_pages.open_list(superuser, "Audit log", user["username"])
    assert user["username"] in page.main


class StoppingBrowser(Browser):
    """A browser that does not follow the redirect after a form."""

    def request(self, method, path, **options):
        return super().request(method, path, allow_redirects=method == "GET", **options)


@pytest.mark.spec("SHARE-5")
def test_message_of_one_is_shown_by_the_other(user, superuser, urls):
    browser = StoppingBrowser(urls[0])
    browser.session.cookies = superuser.session.cookies
    admin_pages.act(browser, admin_pages.DEACTIVATE, user["username"])
    browser.base_url = urls[1]
    assert "Deactivated: 1." in browser.get("/admin/").soup.get_text()
    assert "Deactivated: 1." not in browser.get("/admin/").soup.get_text()


@pytest.mark.spec("SHARE-5")
def test_failed_logins_are_counted_together(urls):
    if cache_server.find() is None:
        pytest.skip(NOT_OFFERED)
    username, statuses = new_user()["username"], []
    for number in range(6):
        page = Browser(urls[number % 2]).log_in(username, "wrong")
        statuses.append(page.status)
    assert statuses == [200] * 5 + [429]


@pytest.mark.spec("SHARE-5", "SHARE-3")
def test_reset_link_of_one_is_valid_on_the_other_and_ends_the_sessions(
    browser, user, urls, mailbox, move
):
    asking = Browser(urls[0])
    asking.get("/accounts/password_reset/")
    asking.submit("reset-form", email=user["email"])
    (link,) = links(mailbox.wait_for(user["email"]))
    new = new_user()["password1"]
    asking.base_url = urls[1]
    assert asking.get(urlsplit(link).path).path.endswith("/set-password/")
    asking.page.url = asking.page.url.replace(urls[1], urls[0])
    page = asking.submit("new-password-form", new_password1=new, new_password2=new)
    assert page.path == "/accounts/login/"
    assert not is_logged_in(browser)
    assert Browser(urls[1]).log_in(user["username"], new).path == "/profile/"
    assert Browser(urls[1]).get(urlsplit(link).path).soup.find(id="new-password-form") is None


@pytest.mark.spec("SHARE-6")
def test_user_with_rows_of_both_is_deleted_by_one(browser, user, pair, urls, move, rows):
    ((pk,),) = rows("SELECT id FROM users WHERE username = :name", name=user["username"])
    for server in pair.servers.values():
        command = [*server.implementation["manage"], "grant", user["username"], "view_email"]
        assert server.run(*command).returncode == 0
        Browser(server.url).log_in(user["username"], user["password1"])
        APIClient(server.url).make_token(user["username"], user["password1"])
    move(browser).get("/accounts/delete/")
    assert browser.submit("delete-form", password=user["password1"]).path == "/"
    for table in ("sessions", "tokens", "user_permissions", "users_user_permissions"):
        assert rows(f"SELECT count(*) FROM {table} WHERE user_id = :pk", pk=pk) == [(0,)]


@pytest.mark.spec("SHARE-7")
def test_header_names_the_implementation_that_responded(pair):
    door = Browser(pair.url)
    names = {door.get(PAGE).headers["X-Served-By"] for _ in range(50)}
    assert names == pair.servers.keys()
    private = demo_user("private")["username"]
    assert door.get(f"/profile/{private}/").headers["X-Served-By"] in names


@pytest.mark.spec("SHARE-7")
def test_all_lists_of_the_admin_of_both_are_found(superuser, pair):
    door = duplicate(superuser, pair.url)
    for server in pair.servers.values():
        links = set(duplicate(superuser, server.url).get("/admin/").links())
        paths = {urlsplit(link).path for link in links if link.startswith(f"{server.url}/admin/")}
        assert len(paths) > 5
        assert {door.get(path).status for path in sorted(paths) * 4} == {200}
