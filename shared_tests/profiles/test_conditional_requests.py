"""The ETag of a person's page, and responses with 304."""

import pytest

from shared_tests.support.factories import random_name


@pytest.fixture
def path(member, person, open_browser):
    """The path of the page of a person who has just signed up."""
    visitor = open_browser()
    visitor.sign_up(**person)
    return f"/profile/{person['username']}/"


def conditional(browser, path, etag, **options):
    """Send a request with this ETag in `If-None-Match`; return the page."""
    return browser.get(path, headers={"If-None-Match": etag}, **options)


@pytest.mark.spec("CACHE-1")
@pytest.mark.parametrize("path", ["/profile/1/", "/profile/ada/"])
def test_the_page_of_a_person_has_an_etag_and_is_validated_each_time(browser, path):
    page = browser.get(path)
    assert page.headers["ETag"].startswith('"')
    assert page.headers["Cache-Control"] == "no-cache"
    assert browser.get(path).headers["ETag"] == page.headers["ETag"]


@pytest.mark.spec("CACHE-1")
@pytest.mark.parametrize("path", ["/profile/1/", "/profile/ada/"])
@pytest.mark.parametrize("spelling", ["{}", "W/{}", '"other", {}', "*"])
@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_a_client_that_has_the_page_gets_304_without_a_body(browser, path, spelling, method):
    etag = browser.get(path).headers["ETag"]
    headers = {"If-None-Match": spelling.format(etag)}
    page = browser.request(method, path, headers=headers)
    assert (page.status, page.response.text) == (304, "")
    assert page.headers["ETag"] == etag
    assert page.headers["Cache-Control"] == "no-cache"
    assert "Cookie" in page.headers["Vary"]


@pytest.mark.spec("CACHE-1")
@pytest.mark.parametrize("etag", ['"other"', "", "ada", '"', "W/", '"a' + "b" * 3000 + '"'])
def test_a_client_with_another_etag_gets_the_page(browser, etag):
    page = conditional(browser, "/profile/ada/", etag)
    assert (page.status, page.text_of("#username")) == (200, "ada")


@pytest.mark.spec("CACHE-1")
@pytest.mark.parametrize(
    "column", ["first_name", "last_name", "bio", "location", "website", "username", "date_joined"]
)
def test_each_change_of_what_the_page_shows_changes_its_etag(
    browser, database, path, person, column
):
    pk = database.rows("SELECT id FROM users WHERE username = :name", name=person["username"])[0][0]
    etag = browser.get(f"/profile/{pk}/").headers["ETag"]
    value = random_name() if column == "username" else "2026-01-01 00:00:00+00:00"
    database.rows(f"UPDATE users SET {column} = :value WHERE id = :pk", value=value, pk=pk)
    page = conditional(browser, f"/profile/{pk}/", etag)
    assert page.status == 200
    assert page.headers["ETag"] != etag


@pytest.mark.spec("CACHE-1")
def test_pages_of_two_people_have_different_etags(browser):
    etags = {browser.get(f"/profile/{name}/").headers["ETag"] for name in ("ada", "kurt")}
    assert len(etags) == 2


@pytest.mark.spec("CACHE-2", "SESSION-4")
def test_a_page_for_a_user_with_a_login_has_no_etag(browser, member):
    etag = browser.get("/profile/ada/").headers["ETag"]
    for path in ("/profile/ada/", "/profile/"):
        for sent in (etag, "*"):
            page = conditional(member, path, sent)
            assert (page.status, page.headers["Cache-Control"]) == (200, "private, no-store")
            assert "ETag" not in page.headers


@pytest.mark.spec("CACHE-2", "VISIBLE-2", "VISIBLE-3", "VISIBLE-4")
@pytest.mark.parametrize(
    ("change", "status"),
    [("is_active = false", 404), ("visibility = 'private'", 404), ("visibility = 'members'", 302)],
)
def test_who_may_see_a_page_is_decided_before_its_etag(
    browser, database, path, person, change, status
):
    etag = browser.get(path).headers["ETag"]
    database.rows(f"UPDATE users SET {change} WHERE username = :name", name=person["username"])
    for sent in (etag, "*"):
        page = conditional(browser, path, sent, allow_redirects=False)
        assert page.status == status
        assert "ETag" not in page.headers
