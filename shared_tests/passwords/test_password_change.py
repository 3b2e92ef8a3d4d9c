"""Password change."""

import secrets
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import urlsplit

import pytest

LOGIN = "/accounts/login/"
FIELDS = {"username": "username", "first_name": "first name", "last_name": "last name"}
FIELDS |= {"email": "email address"}
WRONG_PASSWORD = "Your old password was entered incorrectly. Please enter it again."


@pytest.fixture
def user_browser(open_browser, account):
    """A browser that is logged in as the new user `account`."""
    browser = open_browser()
    browser.sign_up(**account)
    return browser


def change_password(browser, old, new, again=None):
    """Submit the form; return the page after the redirect."""
    browser.get("/accounts/password_change/")
    data = {"old_password": old, "new_password1": new, "new_password2": again or new}
    return browser.submit("password-form", **data)


@pytest.mark.spec("PASSWORD-2")
def test_new_password_logs_in_and_the_old_password_does_not(user_browser, account, open_browser):
    old = account["password1"]
    for new in (f" {secrets.token_urlsafe(12)}\u3000", f"\t{secrets.token_urlsafe(12)} "):
        assert change_password(user_browser, old, new).path == "/profile/"
        for password, path in ((new, "/profile/"), (new.strip(), LOGIN), (old, LOGIN)):
            assert open_browser().log_in(account["username"], password).path == path
        old = new


@pytest.mark.spec("PASSWORD-3")
def test_password_change_ends_other_sessions_and_sets_a_new_cookie(
    user_browser, account, open_browser
):
    other, copy = open_browser(), open_browser()
    other.log_in(account["username"], account["password1"])
    copy.session.cookies.update(user_browser.session.cookies)
    before = user_browser.cookies()
    change_password(user_browser, account["password1"], secrets.token_urlsafe(12))
    assert user_browser.get("/profile/").select_text("#username") == account["username"]
    assert user_browser.cookies() != before
    for browser in (other, copy):
        assert browser.get("/profile/").path.startswith("/accounts/login/")


@pytest.mark.spec("PASSWORD-3")
def test_password_change_does_not_end_sessions_of_other_users(user_browser, account, member):
    change_password(user_browser, account["password1"], secrets.token_urlsafe(12))
    assert member.get("/profile/").path == "/profile/"


@pytest.mark.spec("PASSWORD-2")
@pytest.mark.parametrize(
    ("old", "new", "again", "field", "message"),
    [
        ("wrong-password", "a-new-passw0rd", None, "old_password", WRONG_PASSWORD),
        (None, "12345678901", None, "new_password2", "This password is too common."),
        (
            None,
            "a-new-passw0rd",
            "another-one",
            "new_password2",
            "The two password fields didn’t match.",
        ),
        (None, "short-1", None, "new_password2", "It must contain at least 8 characters."),
        ("a\x00b", "a-new-passw0rd", None, "old_password", "Null characters are not allowed."),
    ],
)
def test_invalid_form_shows_an_error_and_does_not_change_the_password(
    user_browser, account, open_browser, old, new, again, field, message
):
    page = change_password(user_browser, old or account["password1"], new, again)
    assert page.status == 200
    assert message in page.error(field)
    assert new not in page.response.text
    assert open_browser().log_in(account["username"], account["password1"]).path == "/profile/"


@pytest.mark.spec("PASSWORD-2")
@pytest.mark.parametrize("field", ["old_password", "new_password1", "new_password2"])
def test_every_field_is_required(user_browser, account, field):
    user_browser.get("/accounts/password_change/")
    data = {"old_password": account["password1"], "new_password1": "x-9-y-8-z"}
    data |= {"new_password2": "x-9-y-8-z"} | {field: ""}
    page = user_browser.submit("password-form", **data)
    assert page.error(field) == "This field is required."


@pytest.mark.spec("PASSWORD-2", "SIGNUP-3")
def test_password_similar_to_a_field_of_the_user_is_rejected(browser, account):
    account |= {"first_name": "Wilhelmina", "last_name": "Featherstone"}
    account |= {"email": "quixotic@example.com"}
    browser.sign_up(**account)
    for field, label in FIELDS.items():
        new = account[field].partition("@")[0] + "1"
        page = change_password(browser, account["password1"], new)
        assert page.error("new_password2") == f"The password is too similar to the {label}."


@pytest.mark.spec("PASSWORD-2", "CSRF-1")
def test_password_change_without_a_csrf_token_returns_403(user_browser, account, open_browser):
    data = {"old_password": account["password1"]}
    data |= {"new_password1": "x-9-y-8-z", "new_password2": "x-9-y-8-z"}
    assert user_browser.request("POST", "/accounts/password_change/", data=data).status == 403
    assert open_browser().log_in(account["username"], account["password1"]).path == "/profile/"


@pytest.mark.spec("PASSWORD-2")
def test_anonymous_users_are_redirected_to_login(browser):
    assert browser.get("/accounts/password_change/").path.startswith("/accounts/login/")


def run_concurrently(pool, *actions):
    """Run the actions concurrently; return their results."""
    return [future.result() for future in [pool.submit(action) for action in actions]]


def get_redirects(page):
    """Return the paths to which the response to a form was redirected."""
    return [urlsplit(each.headers["Location"]).path for each in page.response.history]


@pytest.mark.spec("PASSWORD-3", "PASSWORD-4")
def test_only_one_of_two_concurrent_changes_succeeds(user_browser, account, open_browser):
    other = open_browser()
    other.log_in(account["username"], account["password1"])
    new = {browser: secrets.token_urlsafe(12) for browser in (user_browser, other)}
    for browser in new:
        browser.get("/accounts/password_change/")

    def change_to(browser):
        data = {"new_password1": new[browser], "new_password2": new[browser]}
        return browser.submit("password-form", old_password=account["password1"], **data)

    with ThreadPoolExecutor(2) as pool:
        pages = run_concurrently(pool, lambda: change_to(user_browser), lambda: change_to(other))
    assert ["/profile/" in get_redirects(page) for page in pages].count(True) == 1
    # 403: the CSRF token was deleted with the session.
    assert {page.status for page in pages} <= {200, 403}
    active = [browser for browser in new if browser.get("/profile/").path == "/profile/"]
    logs_in = [open_browser().log_in(account["username"], each).path for each in new.values()]
    assert len(active) == 1
    assert logs_in[list(new).index(active[0])] == "/profile/"
    assert logs_in.count("/profile/") == 1


@pytest.mark.spec("PASSWORD-4", "EDIT-7")
def test_only_one_of_two_concurrent_changes_succeeds_after_a_pause(
    user_browser, account, open_browser, database
):
    other, new = open_browser(), secrets.token_urlsafe(12)
    other.log_in(account["username"], account["password1"])
    for browser in (user_browser, other):
        browser.get("/accounts/password_change/")
    database.rows(
        "UPDATE sessions SET last_seen_at = '2001-02-03 04:05:06' WHERE created_at IS NOT NULL"
    )
    data = {"old_password": account["password1"], "new_password1": new, "new_password2": new}
    with ThreadPoolExecutor(2) as pool:
        pages = list(
            pool.map(lambda each: each.submit("password-form", **data), (user_browser, other))
        )
    assert ["/profile/" in get_redirects(page) for page in pages].count(True) == 1
    # 403: the CSRF token was deleted with the session.
    assert {page.status for page in pages} <= {200, 403}


@pytest.mark.spec("PASSWORD-4")
def test_concurrent_login_with_the_old_password_does_not_stay_active(
    user_browser, account, open_browser
):
    old = account["password1"]
    for _ in range(8):
        other, new = open_browser(), secrets.token_urlsafe(12)
        other.get("/accounts/login/")
        login = {"username": account["username"], "password": old}
        with ThreadPoolExecutor(2) as pool:
            run_concurrently(
                pool,
                lambda old=old, new=new: change_password(user_browser, old, new),
                lambda other=other, login=login: other.submit("login-form", **login),
            )
        assert other.get("/profile/").path.startswith("/accounts/login/")
        assert user_browser.get("/profile/").path == "/profile/"
        old = new
