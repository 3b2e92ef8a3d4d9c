"""Visibility of users on profile pages and in the directory."""

from urllib.parse import parse_qs, urlsplit

import pytest

from shared_tests.support.directory_pages import entry
from shared_tests.support.factories import demo_user
from shared_tests.support.target import DEMO_USERS


def paths(user):
    """Return both profile paths of a demo user; the primary keys of demo users start at 1."""
    return [f"/profile/{user['username']}/", f"/profile/{DEMO_USERS.index(user) + 1}/"]


BY_VISIBILITY = {
    "public": demo_user("public"),
    "members": demo_user("members"),
    "private": demo_user("private"),
    "deactivated": demo_user(active=False),
}
LOOKUPS = [0, 1]


@pytest.mark.spec("VISIBLE-1")
@pytest.mark.parametrize("lookup", LOOKUPS, ids=["username", "pk"])
def test_public_users_are_visible_to_everyone(browser, member, superuser, lookup):
    path = paths(BY_VISIBILITY["public"])[lookup]
    assert [client.get(path).status for client in (browser, member, superuser)] == [200, 200, 200]


@pytest.mark.spec("VISIBLE-2")
@pytest.mark.parametrize("lookup", LOOKUPS, ids=["username", "pk"])
def test_users_with_visibility_members_are_visible_to_authenticated_users(
    member, superuser, lookup
):
    user = BY_VISIBILITY["members"]
    for browser in (member, superuser):
        page = browser.get(paths(user)[lookup])
        assert page.status == 200
        assert page.select_text("#username") == user["username"]


@pytest.mark.spec("VISIBLE-2")
@pytest.mark.parametrize("lookup", LOOKUPS, ids=["username", "pk"])
def test_page_for_members_redirects_anonymous_users_to_login_and_back(browser, target, lookup):
    path = f"{paths(BY_VISIBILITY['members'])[lookup]}?from=here&n=1"
    location = urlsplit(browser.get(path).path)
    assert location.path == "/accounts/login/"
    assert parse_qs(location.query) == {"next": [path]}
    page = browser.submit("login-form", username="ada", password=target.demo_password)
    assert page.path == path
    assert page.status == 200


@pytest.mark.spec("VISIBLE-3")
@pytest.mark.parametrize("lookup", LOOKUPS, ids=["username", "pk"])
def test_private_users_are_hidden_from_other_users(browser, member, lookup):
    for client in (browser, member):
        hidden = client.get(paths(BY_VISIBILITY["private"])[lookup])
        unknown = client.get(["/profile/nobody_has_this/", "/profile/4000000000/"][lookup])
        assert hidden.status == unknown.status == 404
        assert hidden.main == unknown.main


@pytest.mark.spec("VISIBLE-3")
@pytest.mark.parametrize("lookup", LOOKUPS, ids=["username", "pk"])
def test_private_users_are_visible_to_themselves_and_to_staff(browser, superuser, target, lookup):
    user = BY_VISIBILITY["private"]
    browser.log_in(user["username"], target.demo_password)
    for client in (browser, superuser):
        assert client.get(paths(user)[lookup]).select_text("#username") == user["username"]
    assert browser.get("/profile/").select_text("#username") == user["username"]


@pytest.mark.spec("VISIBLE-4")
@pytest.mark.parametrize("lookup", LOOKUPS, ids=["username", "pk"])
def test_inactive_users_are_hidden_from_everyone(browser, member, superuser, lookup):
    path = paths(BY_VISIBILITY["deactivated"])[lookup]
    assert [client.get(path).status for client in (browser, member, superuser)] == [404, 404, 404]


@pytest.mark.spec("VISIBLE-5")
@pytest.mark.parametrize("query", [{}, {"joined_after": "2000-01-01"}, {"sort": "-joined"}])
def test_directory_lists_only_visible_users(
    browser, member, superuser, open_browser, target, query
):
    private = open_browser()
    private.log_in(BY_VISIBILITY["private"]["username"], target.demo_password)
    names = [each["username"] for each in BY_VISIBILITY.values()]
    seen = {
        role: [entry(client, name, **query) is not None for name in names]
        for role, client in (
            ("anonymous", browser), ("member", member), ("private", private), ("superuser", superuser),
        )
    }  # fmt: skip
    assert seen == {
        "anonymous": [True, False, False, False],
        "member": [True, True, False, False],
        "private": [True, True, True, False],
        "superuser": [True, True, True, False],
    }


@pytest.mark.spec("VISIBLE-1")
def test_new_user_is_public(browser, open_browser, account):
    browser.sign_up(**account)
    page = open_browser().get(f"/profile/{account['username']}/")
    assert page.select_text("#username") == account["username"]
