"""The directory."""

import pytest

from shared_tests.directory import entry, last_page
from shared_tests.people import new_person
from shared_tests.target import DEMO_USERS


@pytest.mark.spec("DIRECTORY-1")
def test_the_first_page_lists_20_people_by_username_with_links(browser):
    page = browser.get("/profiles/")
    names = page.texts_of("#people span")
    assert page.status == 200
    assert len(names) == 20
    assert names == sorted(names)
    links = [link["href"] for link in page.soup.select("#people a")]
    assert links == [f"/profile/{name}/" for name in names]


@pytest.mark.spec("DIRECTORY-1")
@pytest.mark.parametrize("username", ["ada", "nobody_yet", "bobby", "hideki", "tony"])
def test_a_person_is_listed_by_full_name_or_username(browser, username):
    person = next(each for each in DEMO_USERS if each["username"] == username)
    name = f"{person['first_name']} {person['last_name']}".strip()
    assert entry(browser, username) == (name or username)


@pytest.mark.spec("DIRECTORY-1")
def test_next_and_previous_lead_from_page_to_page(browser):
    first = browser.get("/profiles/")
    assert first.soup.select_one("a[rel=prev]") is None
    second = browser.get(f"/profiles/{first.soup.select_one('a[rel=next]')['href']}")
    assert not set(first.texts_of("#people span")) & set(second.texts_of("#people span"))
    assert min(second.texts_of("#people span")) > max(first.texts_of("#people span"))
    back = browser.get(f"/profiles/{second.soup.select_one('a[rel=prev]')['href']}")
    assert back.texts_of("#people span") == first.texts_of("#people span")


@pytest.mark.spec("DIRECTORY-1")
def test_the_last_page_leads_back_and_no_further(browser):
    page = browser.get(f"/profiles/?page={last_page(browser)}")
    if page.soup.select_one("a[rel=next]"):  # somebody filled it in the meantime
        page = browser.get(f"/profiles/?page={last_page(browser)}")
    assert 1 <= len(page.texts_of("#people span")) <= 20
    assert page.soup.select_one("a[rel=prev]")
    assert page.soup.select_one("a[rel=next]") is None


@pytest.mark.spec("PROFILE-10", "DIRECTORY-1")
def test_what_people_type_is_shown_as_text_in_the_directory(open_browser):
    person = new_person(first_name="<b>bold</b>", last_name="<script>")
    open_browser().sign_up(**person)
    visitor = open_browser()
    assert entry(visitor, person["username"]) == "<b>bold</b> <script>"
    assert not visitor.page.soup.select("#people b, script")


@pytest.mark.spec("DIRECTORY-1")
def test_page_1_is_the_first_page(browser):
    first = browser.get("/profiles/").texts_of("#people span")
    assert browser.get("/profiles/?page=1").texts_of("#people span") == first


@pytest.mark.spec("DIRECTORY-1")
def test_a_new_person_is_listed(open_browser):
    person = new_person()
    open_browser().sign_up(**person)
    assert entry(open_browser(), person["username"]) == person["username"]


@pytest.mark.spec("DIRECTORY-1")
def test_other_parameters_change_nothing(browser):
    first = browser.get("/profiles/").texts_of("#people span")
    assert browser.get("/profiles/?per_page=1&x=y&%00=%00").texts_of("#people span") == first


@pytest.mark.spec("DIRECTORY-2")
@pytest.mark.parametrize(
    "page",
    [
        "0", "-1", "-0", "last", "first", "x", "", " ", "1 ", " 1", "+1", "%2B1", "01", "1.0",
        "1e0", "0x1", "1_0", "%00", "1%00", "1%0a", "%D9%A1", "%EF%BC%91", "%C2%B2",
        "999999", "4294967296", "9223372036854775807", "9223372036854775808", "9" * 500, "nan",
        "1,2", "None", "[]", "1;DROP TABLE users",
    ],
)  # fmt: skip
def test_what_is_not_the_number_of_a_page_is_not_found(browser, page):
    answer = browser.send("GET", f"/profiles/?page={page.replace(' ', '%20')}")
    assert answer.status == 404
    assert answer.h1 == "Not Found"
