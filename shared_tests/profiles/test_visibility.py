"""Who may see whom: on the page by username, by primary key, and in the directory."""

from urllib.parse import parse_qs, urlsplit

import pytest

from shared_tests.support.directory_pages import entry
from shared_tests.support.factories import demo_user
from shared_tests.support.target import DEMO_USERS


def paths(person):
    """Return both addresses of a demo person: they have the first primary keys, in their order."""
    return [f"/profile/{person['username']}/", f"/profile/{DEMO_USERS.index(person) + 1}/"]


BY_VISIBILITY = {
    "public": demo_user("public"),
    "members": demo_user("members"),
    "private": demo_user("private"),
    "deactivated": demo_user(active=False),
}
WAYS = [0, 1]


@pytest.mark.spec("VISIBLE-1")
@pytest.mark.parametrize("way", WAYS, ids=["username", "pk"])
def test_everyone_sees_public_people(browser, member, superuser, way):
    path = paths(BY_VISIBILITY["public"])[way]
    assert [visitor.get(path).status for visitor in (browser, member, superuser)] == [200, 200, 200]


@pytest.mark.spec("VISIBLE-2")
@pytest.mark.parametrize("way", WAYS, ids=["username", "pk"])
def test_members_and_staff_see_members(member, superuser, way):
    person = BY_VISIBILITY["members"]
    for visitor in (member, superuser):
        page = visitor.get(paths(person)[way])
        assert page.status == 200
        assert page.text_of("#username") == person["username"]


@pytest.mark.spec("VISIBLE-2")
@pytest.mark.parametrize("way", WAYS, ids=["username", "pk"])
def test_an_anonymous_visitor_logs_in_to_see_members_and_is_back(browser, target, way):
    path = f"{paths(BY_VISIBILITY['members'])[way]}?from=here&n=1"
    location = urlsplit(browser.get(path).path)
    assert location.path == "/accounts/login/"
    assert parse_qs(location.query) == {"next": [path]}
    page = browser.submit("login-form", username="ada", password=target.demo_password)
    assert page.path == path
    assert page.status == 200


@pytest.mark.spec("VISIBLE-3")
@pytest.mark.parametrize("way", WAYS, ids=["username", "pk"])
def test_nobody_else_sees_private_people(browser, member, way):
    for visitor in (browser, member):
        hidden = visitor.get(paths(BY_VISIBILITY["private"])[way])
        unknown = visitor.get(["/profile/nobody_has_this/", "/profile/4000000000/"][way])
        assert hidden.status == unknown.status == 404
        assert hidden.main == unknown.main


@pytest.mark.spec("VISIBLE-3")
@pytest.mark.parametrize("way", WAYS, ids=["username", "pk"])
def test_staff_and_the_person_see_a_private_person(browser, superuser, target, way):
    person = BY_VISIBILITY["private"]
    browser.log_in(person["username"], target.demo_password)
    for visitor in (browser, superuser):
        assert visitor.get(paths(person)[way]).text_of("#username") == person["username"]
    assert browser.get("/profile/").text_of("#username") == person["username"]


@pytest.mark.spec("VISIBLE-4")
@pytest.mark.parametrize("way", WAYS, ids=["username", "pk"])
def test_nobody_sees_deactivated_people(browser, member, superuser, way):
    path = paths(BY_VISIBILITY["deactivated"])[way]
    assert [visitor.get(path).status for visitor in (browser, member, superuser)] == [404, 404, 404]


@pytest.mark.spec("VISIBLE-5")
def test_the_directory_shows_each_visitor_what_they_may_see(
    browser, member, superuser, open_browser, target
):
    private = open_browser()
    private.log_in(BY_VISIBILITY["private"]["username"], target.demo_password)
    names = [each["username"] for each in BY_VISIBILITY.values()]
    seen = {
        who: [entry(visitor, name) is not None for name in names]
        for who, visitor in (
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
def test_a_new_person_is_public(browser, open_browser, person):
    browser.sign_up(**person)
    page = open_browser().get(f"/profile/{person['username']}/")
    assert page.text_of("#username") == person["username"]
