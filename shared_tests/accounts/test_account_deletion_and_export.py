"""Account deletion and data export."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest

from shared_tests.support.factories import new_user


@pytest.fixture
def user_browser(open_browser, account):
    """A browser that is logged in as the new user `account`."""
    browser = open_browser()
    browser.sign_up(**account)
    return browser


def delete_account(browser, password):
    browser.get("/accounts/delete/")
    return browser.submit("delete-form", password=password)


@pytest.mark.spec("DELETE-1", "DELETE-2")
def test_correct_password_deletes_the_user(user_browser, account, open_browser):
    other = open_browser()
    other.log_in(account["username"], account["password1"])
    page = delete_account(user_browser, account["password1"])
    assert page.path == "/"
    assert page.current_user is None
    assert open_browser().get(f"/profile/{account['username']}/").status == 404
    for browser in (user_browser, other):
        assert browser.get("/profile/").path.startswith("/accounts/login/")
    again = open_browser().log_in(account["username"], account["password1"])
    assert again.select_text("#form-error") == "Wrong username or password."


@pytest.mark.spec("DELETE-2")
def test_username_of_a_deleted_user_can_be_registered_again(user_browser, account, open_browser):
    delete_account(user_browser, account["password1"])
    page = open_browser().sign_up(**new_user(username=account["username"]))
    assert page.path == "/profile/"
    assert page.select_text("#username") == account["username"]


@pytest.mark.spec("DELETE-2", "SESSION-1")
def test_deletion_removes_the_rows_of_the_user_and_of_the_sessions(user_browser, account, database):
    query = "SELECT id FROM users WHERE username = :name"
    ((pk,),) = database.rows(query, name=account["username"])
    delete_account(user_browser, account["password1"])
    assert database.rows("SELECT count(*) FROM users WHERE id = :pk", pk=pk) == [(0,)]
    assert database.rows("SELECT count(*) FROM sessions WHERE user_id = :pk", pk=pk) == [(0,)]


@pytest.mark.spec("DELETE-1")
def test_concurrent_deletions_of_one_user_cause_no_error(user_browser, account, open_browser):
    other = open_browser()
    other.log_in(account["username"], account["password1"])
    for browser in (user_browser, other):
        browser.get("/accounts/delete/")

    def submit(browser):
        return browser.submit("delete-form", password=account["password1"])

    with ThreadPoolExecutor(2) as pool:
        pages = list(pool.map(submit, (user_browser, other)))
    # 403: the CSRF token was deleted with the session.
    assert {page.status for page in pages} <= {200, 403}
    assert {page.current_user for page in pages} == {None}
    assert open_browser().get(f"/profile/{account['username']}/").status == 404


@pytest.mark.spec("DELETE-1")
@pytest.mark.parametrize(
    ("password", "message"),
    [
        ("wrong-password", "Wrong password."),
        ("", "This field is required."),
        ("a\x00b", "Null characters are not allowed."),
    ],
)
def test_invalid_password_does_not_delete_the_user(user_browser, account, password, message):
    page = delete_account(user_browser, password)
    assert page.status == 200
    assert page.error("password") == message
    assert user_browser.get("/profile/").select_text("#username") == account["username"]


@pytest.mark.spec("DELETE-1", "CSRF-1")
def test_deletion_without_a_csrf_token_returns_403(user_browser, account):
    data = {"password": account["password1"]}
    assert user_browser.request("POST", "/accounts/delete/", data=data).status == 403
    assert user_browser.get("/profile/").select_text("#username") == account["username"]


@pytest.mark.spec("DELETE-1", "EXPORT-1")
@pytest.mark.parametrize("path", ["/accounts/delete/", "/accounts/export/"])
def test_anonymous_users_are_redirected_to_login(browser, path):
    assert browser.get(path).path.startswith("/accounts/login/")


@pytest.mark.spec("EXPORT-1", "VISIBLE-3")
@pytest.mark.parametrize("visibility", ["public", "members", "private"])
def test_export_is_available_for_every_visibility(browser, account, visibility):
    browser.sign_up(**account)
    browser.get("/accounts/edit/")
    browser.submit("profile-form", email=account["email"], visibility=visibility)
    data = browser.get("/accounts/export/").response.json()
    assert (data["username"], data["visibility"]) == (account["username"], visibility)


@pytest.mark.spec("EXPORT-1")
def test_export_contains_all_stored_data_without_the_password_hash(open_browser):
    browser, user = open_browser(), new_user(first_name="Émilie", last_name="du <Châtelet>")
    browser.sign_up(**user)
    names = ("email", "first_name", "last_name")
    profile = {"bio": "One\nTwo", "location": "Cirey", "website": "https://example.com/e"}
    profile |= {name: user[name] for name in names} | {"visibility": "members"}
    browser.get("/accounts/edit/")
    browser.submit("profile-form", **profile)
    response = browser.get("/accounts/export/")
    assert response.headers["Content-Type"].startswith("application/json")
    assert response.headers["Content-Disposition"].startswith("attachment")
    assert "no-store" in response.headers["Cache-Control"]
    data = response.response.json()
    expected = profile | {"username": user["username"]}
    expected |= {"is_active": True, "is_staff": False, "is_superuser": False}
    assert {name: data[name] for name in expected} == expected
    assert set(data) - set(expected) - {"grants"} == {  # GRANT-8
        "id", "date_joined", "last_login", "permissions", "sessions", "tokens",
        "identities",
    }  # fmt: skip
    assert isinstance(data["id"], int)
    assert "argon2" not in response.response.text
    (session,) = data["sessions"]
    assert set(session) == {"created_at", "last_seen_at", "ip_address", "user_agent", "expires_at"}
    assert session["user_agent"] == browser.session.headers["User-Agent"]
    names = ("created_at", "last_seen_at", "expires_at")
    times = [data["date_joined"], data["last_login"], *(session[name] for name in names)]
    joined, logged_in, created, seen, expires = times = list(map(datetime.fromisoformat, times))
    assert joined <= logged_in <= created <= seen <= datetime.now(UTC) < expires
    assert {each.utcoffset() for each in times} == {timedelta(0)}


@pytest.mark.spec("EXPORT-1")
def test_export_contains_all_sessions(user_browser, account, open_browser):
    other = open_browser()
    other.session.headers["User-Agent"] = "Another browser"
    other.log_in(account["username"], account["password1"])
    for browser in (user_browser, other):
        sessions = browser.get("/accounts/export/").response.json()["sessions"]
        agents = {each.session.headers["User-Agent"] for each in (user_browser, other)}
        assert {each["user_agent"] for each in sessions} == agents


@pytest.mark.spec("EXPORT-1")
@pytest.mark.parametrize("name", ["sessions", "tokens"])
def test_export_contains_active_sessions_and_tokens_only(
    user_browser, account, open_browser, database, name
):
    user_browser.get("/accounts/tokens/")
    fields = {"name": "Backup", "scopes": ["profile:read"], "days": "30"}
    user_browser.submit("token-form", **fields)
    other = open_browser()
    other.log_in(account["username"], account["password1"])
    before = other.get("/accounts/export/").response.json()
    key = {"sessions": "created_at", "tokens": "id"}[name]
    oldest = f"{key} = (SELECT min({key}) FROM {name} WHERE user_id = :pk)"
    expired = (
        f"UPDATE {name} SET expires_at = '2001-01-01 00:00:00' WHERE user_id = :pk AND {oldest}"
    )
    database.rows(expired, pk=before["id"])
    after = other.get("/accounts/export/").response.json()
    assert len(after[name]) == len(before[name]) - 1


@pytest.mark.spec("EXPORT-1")
def test_export_of_a_superuser_contains_the_privileges(superuser):
    data = superuser.get("/accounts/export/").response.json()
    assert [data[name] for name in ("is_active", "is_staff", "is_superuser")] == [True] * 3
