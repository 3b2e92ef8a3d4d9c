"""The front page, and the header of every page."""

import pytest

from shared_tests.support.factories import demo_user


@pytest.mark.spec("HOME-1")
def test_home_leads_an_anonymous_visitor_to_the_directory_sign_up_and_login(browser, target):
    page = browser.get("/")
    assert page.status == 200
    assert {
        f"{target.url}{path}" for path in ("/profiles/", "/accounts/signup/", "/accounts/login/")
    } <= set(page.links())


@pytest.mark.spec("HOME-1")
def test_home_leads_a_member_to_their_own_profile(member, target):
    page = member.get("/")
    assert [link["href"] for link in page.soup.select("main a")] == ["/profiles/", "/profile/"]


@pytest.mark.spec("HOME-2")
@pytest.mark.parametrize("path", ["/", "/profile/", "/profile/ada/", "/profiles/"])
def test_the_header_names_the_visitor_and_not_the_person_viewed(open_browser, person, path):
    visitor = open_browser()
    visitor.sign_up(**person | {"first_name": "Grete", "last_name": "Hermann"})
    page = visitor.get(path)
    assert page.visitor == "Grete Hermann"
    assert page.soup.select_one("header #visitor")["href"] == "/profile/"
    assert page.soup.select_one("header form#logout-form")


@pytest.mark.spec("HOME-2")
def test_the_header_names_the_username_of_a_member_without_a_name(browser, person):
    assert browser.sign_up(**person).visitor == person["username"]


@pytest.mark.spec("HOME-2")
@pytest.mark.parametrize("path", ["/", "/profile/ada/", "/profiles/", "/accounts/login/"])
def test_the_header_names_nobody_to_an_anonymous_visitor(browser, target, path):
    page = browser.get(path)
    assert page.visitor is None
    assert page.soup.find(id="logout-form") is None
    header = {link["href"] for link in page.soup.select("header a")}
    assert header >= {"/accounts/login/", "/accounts/signup/"}


@pytest.mark.spec("HOME-2")
def test_an_error_page_names_nobody(member):
    page = member.get("/nothing/here/")
    assert page.visitor is None
    assert demo_user()["first_name"] not in page.response.text
