"""The ETag of profile pages, and 304 responses."""

import pytest

from shared_tests.support.factories import random_name
from shared_tests.support.responses import REDIRECTS


@pytest.fixture
def path(member, account, open_browser):
    """The path of the profile page of the new user `account`."""
    browser = open_browser()
    browser.sign_up(**account)
    return f"/profile/{account['username']}/"


def get_if_none_match(browser, path, etag, **options):
    """Send a request with this ETag in `If-None-Match`; return the page."""
    return browser.get(path, headers={"If-None-Match": etag}, **options)


@pytest.mark.spec("CACHE-1")
@pytest.mark.parametrize("path", ["/profile/1/", "/profile/ada/"])
def test_profile_page_has_an_etag_and_must_be_revalidated(browser, path):
    page = browser.get(path)
    assert page.headers["ETag"].startswith('W/"')
    assert page.headers["Cache-Control"] == "no-cache"
    assert browser.get(path).headers["ETag"] == page.headers["ETag"]


@pytest.mark.spec("CACHE-1")
@pytest.mark.parametrize("path", ["/profile/1/", "/profile/ada/"])
@pytest.mark.parametrize("spelling", ["{}", "W/{}", '"other", {}', "*"])
@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_matching_etag_returns_304_without_a_body(browser, path, spelling, method):
    etag = browser.get(path).headers["ETag"]
    headers = {"If-None-Match": spelling.format(etag.removeprefix("W/"))}
    page = browser.request(method, path, headers=headers)
    assert (page.status, page.response.text) == (304, "")
    assert page.headers["ETag"] == etag
    assert page.headers["Cache-Control"] == "no-cache"
    assert "Cookie" in page.headers["Vary"]


@pytest.mark.spec("CACHE-1")
@pytest.mark.parametrize("path", ["/profile/1/", "/profile/ada/"])
def test_different_etag_in_if_match_returns_412_without_a_body(browser, path):
    page = browser.get(path, headers={"If-Match": '"other"'})
    assert (page.status, page.response.text) == (412, "")


@pytest.mark.spec("CACHE-1")
@pytest.mark.parametrize("etag", ['"other"', "", "ada", '"', "W/", '"a' + "b" * 3000 + '"'])
def test_different_etag_returns_the_page(browser, etag):
    page = get_if_none_match(browser, "/profile/ada/", etag)
    assert (page.status, page.select_text("#username")) == (200, "ada")


@pytest.mark.spec("CACHE-1")
@pytest.mark.parametrize(
    "column", ["first_name", "last_name", "bio", "location", "website", "username", "date_joined"]
)
def test_each_change_of_the_shown_data_changes_the_etag(browser, database, path, account, column):
    pk = database.rows("SELECT id FROM users WHERE username = :name", name=account["username"])[0][
        0
    ]
    database.rows("UPDATE users SET first_name = 'Ada' WHERE id = :pk", pk=pk)
    etag = browser.get(f"/profile/{pk}/").headers["ETag"]
    value = random_name() if column == "username" else "2026-01-01 00:00:00+00:00"
    database.rows(f"UPDATE users SET {column} = :value WHERE id = :pk", value=value, pk=pk)
    page = get_if_none_match(browser, f"/profile/{pk}/", etag)
    assert page.status == 200
    assert page.headers["ETag"] != etag


@pytest.mark.spec("CACHE-1")
def test_text_that_moves_to_another_field_changes_the_etag(
    browser, open_browser, database, account
):
    browser.sign_up(**account)
    path = f"/profile/{account['username']}/"
    query = "UPDATE users SET location = :location, website = :website WHERE username = :name"
    etags = set()
    for location, website in (("https://a.example", ""), ("", "https://a.example")):
        database.rows(query, location=location, website=website, name=account["username"])
        etags.add(open_browser().get(path).headers["ETag"])
    assert len(etags) == 2


@pytest.mark.spec("CACHE-1")
def test_profile_pages_of_two_users_have_different_etags(browser):
    etags = {browser.get(f"/profile/{name}/").headers["ETag"] for name in ("ada", "kurt")}
    assert len(etags) == 2


@pytest.mark.spec("CACHE-2", "SESSION-4")
def test_pages_for_authenticated_users_have_no_etag(browser, member):
    etag = browser.get("/profile/ada/").headers["ETag"]
    for path in ("/profile/ada/", "/profile/"):
        for sent in (etag, "*"):
            page = get_if_none_match(member, path, sent)
            assert (page.status, page.cache_control) == (200, {"private", "no-store"})
            assert "ETag" not in page.headers


@pytest.mark.spec("CACHE-2", "VISIBLE-2", "VISIBLE-3", "VISIBLE-4")
@pytest.mark.parametrize(
    ("change", "statuses"),
    [
        ("is_active = false", [404]),
        ("visibility = 'private'", [404]),
        ("visibility = 'members'", REDIRECTS["GET"]),
    ],
)
def test_visibility_is_checked_before_the_etag(browser, database, path, account, change, statuses):
    etag = browser.get(path).headers["ETag"]
    database.rows(f"UPDATE users SET {change} WHERE username = :name", name=account["username"])
    for sent in (etag, "*"):
        page = get_if_none_match(browser, path, sent, allow_redirects=False)
        assert page.status in statuses
        assert "ETag" not in page.headers
