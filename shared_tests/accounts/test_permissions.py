"""The permission to see everybody's e-mail address."""

import pytest

from shared_tests.support.admin_pages import sign_up
from shared_tests.support.factories import demo_user, new_user
from shared_tests.support.target import DEMO_USERS

ADDRESS = DEMO_USERS[0]["email"]
PAGE = f"/profile/{DEMO_USERS[0]['username']}/"


@pytest.fixture
def grant(process, target):
    """Return a function that runs the command on the target's own database."""
    own = process(DATABASE_URL=target.database)

    def run(*arguments):
        result = own.run(*target.implementation["manage"], "grant", *arguments)
        assert result.returncode == 0, result.stderr

    return run


@pytest.mark.spec("PERMIT-1", "PROFILE-9", "PROFILE-10")
def test_a_superuser_is_shown_the_address_after_the_username(superuser, browser):
    person = sign_up(browser, email="o'neil&co@example.com")
    page = superuser.get(f"/profile/{person['username']}/")
    assert page.text_of("#email") == person["email"]
    assert page.texts_of("dt")[:2] == ["Username", "Email address"]
    assert superuser.get("/profile/").text_of("#email")


@pytest.mark.spec("PERMIT-1", "PERMIT-3")
def test_a_permission_counts_from_the_next_page_on_until_it_is_revoked(browser, grant):
    username, shown = sign_up(browser)["username"], []
    for arguments in ([], [], ["--revoke"], ["--revoke"]):
        grant(username, "view_email", *arguments)
        shown.append(browser.get(PAGE).text_of("#email"))
    assert shown == [ADDRESS, ADDRESS, None, None]


@pytest.mark.spec("PERMIT-1", "PROFILE-9")
def test_a_permission_is_its_holders_alone_and_shows_nobody_else(browser, member, grant):
    grant(sign_up(browser)["username"], "view_email")
    assert member.get(PAGE).text_of("#email") is None
    private = demo_user("private")["username"]
    assert browser.get(f"/profile/{private}/").status == 404
    browser.log_out()
    assert browser.get(PAGE).text_of("#email") is None


@pytest.mark.spec("PERMIT-1")
def test_who_is_deactivated_holds_no_permission(browser, grant, database):
    username = sign_up(browser)["username"]
    grant(username, "view_email")
    database.rows("UPDATE users SET is_active = false WHERE username = :name", name=username)
    assert browser.get(PAGE).text_of("#email") is None


@pytest.mark.spec("API-4", "PERMIT-1")
def test_programs_of_a_holder_are_told_all_addresses_with_the_scope(token_client, person, grant):
    api_client, without = (
        token_client("email:read", "directory:read"),
        token_client("directory:read"),
    )
    grant(person["username"], "view_email")
    assert api_client.get("/api/profiles/1/").json()["email"] == ADDRESS
    assert all("email" in each for each in api_client.get("/api/profiles/").json()["results"])
    assert "email" not in without.get("/api/profiles/1/").json()


@pytest.mark.spec("EXPORT-1", "PERMIT-1")
def test_an_export_names_the_permissions(browser, grant):
    username, exported = new_user()["username"], []
    sign_up(browser, username=username)
    exported.append(browser.get("/accounts/export/").response.json()["permissions"])
    grant(username, "view_email")
    exported.append(browser.get("/accounts/export/").response.json()["permissions"])
    assert exported == [[], ["view_email"]]


@pytest.mark.spec("DELETE-2", "PERMIT-1")
def test_a_permission_goes_with_its_holder(browser, grant, open_browser):
    person = sign_up(browser)
    grant(person["username"], "view_email")
    browser.get("/accounts/delete/")
    browser.submit("delete-form", password=person["password1"])
    sign_up(open_browser(), username=person["username"])
    browser.log_in(person["username"], person["password1"])
    assert browser.get(PAGE).text_of("#email") is None
