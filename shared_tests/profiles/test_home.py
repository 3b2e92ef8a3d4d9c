"""The home page, and the header of every page."""

from urllib.parse import urlsplit

import pytest

from shared_tests.support.all_pages import get_pages, is_of_member
from shared_tests.support.factories import demo_user


@pytest.mark.spec("HOME-1")
def test_home_page_links_anonymous_users_to_directory_sign_up_and_login(browser, target):
    page = browser.get("/")
    assert page.status == 200
    assert {
        f"{target.url}{path}" for path in ("/profiles/", "/accounts/signup/", "/accounts/login/")
    } <= set(page.links())


@pytest.mark.spec("HOME-1")
def test_home_page_links_authenticated_users_to_directory_and_profile(member, target):
    page = member.get("/")
    assert (page.status, page.path) == (200, "/")
    links = {urlsplit(link).path for link in page.links()}
    assert {"/profiles/", "/profile/"} <= links
    assert not {"/accounts/signup/", "/accounts/login/"} & links


@pytest.mark.spec("HOME-2")
@pytest.mark.parametrize("path", ["/", "/profile/", "/profile/ada/", "/profiles/"])
def test_header_shows_the_current_user_and_not_the_user_of_the_page(open_browser, account, path):
    browser = open_browser()
    browser.sign_up(**account | {"first_name": "Grete", "last_name": "Hermann"})
    page = browser.get(path)
    assert page.current_user == "Grete Hermann"
    assert page.soup.select_one("header #current-user")["href"] == "/profile/"
    assert page.soup.select_one("header form#logout-form")


@pytest.mark.spec("HOME-2")
def test_header_shows_the_username_of_a_user_without_a_name(browser, account):
    assert browser.sign_up(**account).current_user == account["username"]


@pytest.mark.spec("HOME-2", "WALK-3")
def test_header_of_every_page_is_that_of_the_current_user(browser, member):
    name = member.get("/").current_user
    for where, page in get_pages(browser, member):
        if page.soup.find(id="error") or "/function-view/" in where:
            continue
        is_member = is_of_member(where)
        links = {link["href"] for link in page.soup.select("header a")}
        forms = [form["id"] for form in page.soup.select("header form")]
        assert (where, page.current_user) == (where, name if is_member else None)
        assert (where, forms) == (where, ["logout-form"] if is_member else [])
        assert (where, links & {"/accounts/login/", "/accounts/signup/"}) == (
            where, set() if is_member else {"/accounts/login/", "/accounts/signup/"},
        )  # fmt: skip


@pytest.mark.spec("HOME-2")
@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/nothing/here/", 404), ("GET", "/profile/no_such_user/", 404), ("GET", "/profiles/?page=0", 404),
        pytest.param("GET", "/admin/", 403, marks=pytest.mark.spec("ADMIN-1")),
        ("GET", "/accounts/logout/", 405),
        pytest.param("POST", "/accounts/edit/", 403, marks=pytest.mark.spec("CSRF-1")),
        pytest.param("GET", "/profiles/?q=%ff", 400, marks=pytest.mark.spec("BODY-4")),
    ],
)  # fmt: skip
def test_error_page_shows_no_user(member, method, path, status):
    name = member.get("/").current_user
    page = member.send(method, path)
    assert (page.status, page.current_user) == (status, None)
    assert name not in page.response.text
    assert demo_user()["first_name"] not in page.response.text
