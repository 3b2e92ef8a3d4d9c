"""The permission `view_email`: its holders see the email addresses of all users."""

import pytest

from shared_tests.support.admin_pages import sign_up
from shared_tests.support.factories import demo_user, new_user
from shared_tests.support.target import DEMO_USERS

EMAIL = DEMO_USERS[0]["email"]
PAGE = f"/profile/{DEMO_USERS[0]['username']}/"


@pytest.fixture
def grant(process, target):
    """Return a function that runs the command `grant` on the database of the target."""
    server = process(DATABASE_URL=target.database)

    def run(*arguments):
        result = server.run(*target.implementation["manage"], "grant", *arguments)
        assert result.returncode == 0, result.stderr

    return run


@pytest.mark.spec("PERMIT-1", "PROFILE-9", "PROFILE-10")
def test_superusers_see_the_email_address_after_the_username(superuser, browser):
    user = sign_up(browser, email="o'neil&co@example.com")
    page = superuser.get(f"/profile/{user['username']}/")
    assert page.select_text("#email") == user["email"]
    assert page.soup.select_one("#username").find_next(id="email")
    assert superuser.get("/profile/").select_text("#email")


@pytest.mark.spec("PERMIT-1", "PERMIT-3")
def test_permission_applies_from_the_next_request_until_it_is_revoked(browser, open_browser, grant):
    other = open_browser()
    grant(sign_up(other)["username"], "view_email")
    username, shown = sign_up(browser)["username"], []
    for arguments in ([], [], ["--revoke"], ["--revoke"]):
        grant(username, "view_email", *arguments)
        shown.append(browser.get(PAGE).select_text("#email"))
    assert shown == [EMAIL, EMAIL, None, None]
    assert other.get(PAGE).select_text("#email") == EMAIL


@pytest.mark.spec("PERMIT-1", "PROFILE-9")
def test_permission_applies_to_its_holder_only_and_shows_no_hidden_profiles(browser, member, grant):
    grant(sign_up(browser)["username"], "view_email")
    assert member.get(PAGE).select_text("#email") is None
    private = demo_user("private")["username"]
    assert browser.get(f"/profile/{private}/").status == 404
    browser.log_out()
    assert browser.get(PAGE).select_text("#email") is None


@pytest.mark.spec("PERMIT-1")
def test_inactive_users_have_no_permissions(browser, grant, database):
    username = sign_up(browser)["username"]
    grant(username, "view_email")
    database.rows("UPDATE users SET is_active = false WHERE username = :name", name=username)
    assert browser.get(PAGE).select_text("#email") is None


@pytest.mark.spec("API-4", "PERMIT-1")
def test_api_returns_all_email_addresses_for_tokens_of_a_holder_with_the_scope(
    token_client, account, grant
):
    api_client, without = (
        token_client("email:read", "directory:read"),
        token_client("directory:read"),
    )
    grant(account["username"], "view_email")
    assert api_client.get("/api/profiles/1/").json()["email"] == EMAIL
    assert all("email" in each for each in api_client.get("/api/profiles/").json()["results"])
    assert "email" not in without.get("/api/profiles/1/").json()


@pytest.mark.spec("EXPORT-1", "PERMIT-1")
def test_export_contains_the_permissions(browser, grant):
    username, exported = new_user()["username"], []
    sign_up(browser, username=username)
    exported.append(browser.get("/accounts/export/").response.json()["permissions"])
    grant(username, "view_email")
    exported.append(browser.get("/accounts/export/").response.json()["permissions"])
    assert exported == [[], ["view_email"]]


@pytest.mark.spec("DELETE-2", "PERMIT-1")
def test_permission_is_deleted_with_its_holder(browser, grant, open_browser):
    user = sign_up(browser)
    grant(user["username"], "view_email")
    browser.get("/accounts/delete/")
    browser.submit("delete-form", password=user["password1"])
    sign_up(open_browser(), username=user["username"])
    browser.log_in(user["username"], user["password1"])
    assert browser.get(PAGE).select_text("#email") is None
