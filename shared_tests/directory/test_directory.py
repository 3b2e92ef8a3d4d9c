"""The directory."""

import secrets
from datetime import UTC, datetime, timedelta
from itertools import chain

import pytest

from runner.process import Process
from shared_tests.support.api_client import APIClient
from shared_tests.support.browser import Browser
from shared_tests.support.directory_pages import OTHER, SAME, entry, names
from shared_tests.support.factories import new_user
from shared_tests.support.target import DEMO_USERS, NOT_OFFERED, Database


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


@pytest.mark.spec("PROFILE-10", "DIRECTORY-1")
def test_what_people_type_is_shown_as_text_in_the_directory(open_browser):
    person = new_user(first_name="<b>bold</b>", last_name="<script>")
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
    person = new_user()
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
        "51", "100", "1,2", "None", "[]", "1;DROP TABLE users",
    ],
)  # fmt: skip
def test_what_is_not_the_number_of_a_page_is_not_found(browser, page):
    response = browser.send("GET", f"/profiles/?page={page.replace(' ', '%20')}")
    assert response.status == 404
    assert response.h1 == "Not Found"


@pytest.fixture
def crowd(open_browser):
    """Return a function that signs people up who share a word; it returns the word and them."""

    def make(number, **fields):
        word = secrets.token_hex(6)
        people = [new_user(**{"last_name": f"x{word.upper()}x"} | fields) for _ in range(number)]
        for person in people:
            open_browser().sign_up(**person)
        return word, [person["username"] for person in people]

    return make


def look(browser, **query):
    return browser.get("/profiles/", params=query)


@pytest.mark.spec("DIRECTORY-3")
@pytest.mark.parametrize("field", ["username", "first_name", "last_name"])
@pytest.mark.parametrize("change", [str.lower, str.upper, str.title, "  {}  ".format])
def test_a_search_looks_into_all_names_in_any_case(open_browser, field, change):
    word = secrets.token_hex(6)
    person = new_user(**{field: f"a{word}Z"})
    open_browser().sign_up(**person)
    page = look(open_browser(), q=change(word[1:-1]))
    assert names(page) == [person["username"].lower()]
    assert page.text_of("#count") == "1 person"


@pytest.mark.spec("DIRECTORY-3")
@pytest.mark.parametrize(("name", "search"), SAME)
def test_a_search_knows_the_case_of_the_letters_of_every_alphabet(
    open_browser, crowd, name, search
):
    word = secrets.token_hex(6)
    _, (person,) = crowd(1, last_name=f"{name}{word}")
    assert names(look(open_browser(), q=f"{search}{word}")) == [person]


@pytest.mark.spec("DIRECTORY-3")
@pytest.mark.parametrize("on", ["sqlite", "postgresql"])
def test_a_search_finds_the_same_names_on_both_databases(process, request, on):
    variables = {}
    if on == "postgresql":
        variables["DATABASE_URL"] = request.getfixturevalue("postgresql")
    server = process(**variables).start().wait()
    database, visitor = Database(server.environment["DATABASE_URL"]), Browser(server.url)
    for pairs, expected in ((SAME, ["ada"]), (OTHER, [])):
        for name, search in chain(pairs, [pair[::-1] for pair in pairs]):
            query = "UPDATE users SET last_name = :name WHERE username = 'ada'"
            database.rows(query, name=f"Quetzal{name}")
            found = names(look(visitor, q=f"quetzal{search}"))
            assert found == expected, (name, search)
    database.close()


@pytest.mark.spec("DIRECTORY-3")
@pytest.mark.parametrize(
    "text", ["100%", "a_b", "c\\d", "%", "_", "\\", "'", '"', "%%", "\\%", "/", "*"]
)
def test_no_character_of_a_search_is_special(open_browser, crowd, text):
    name = f"p{secrets.token_hex(8)}"
    word, (plain,) = crowd(1, username=name, first_name="100a axb cd abcde")
    _, (special,) = crowd(1, last_name=word, first_name=f"it is {text} here")
    page = look(open_browser(), q=text)
    found = set(names(page))
    while page.soup.select_one("a[rel=next]"):
        page = open_browser().get(f"/profiles/{page.soup.select_one('a[rel=next]')['href']}")
        found |= set(names(page))
    assert special in found
    assert plain not in found


@pytest.mark.spec("DIRECTORY-3")
@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("x" * 101, "Ensure this value has at most 100 characters (it has 101)."),
        ("a\x00b", "Null characters are not allowed."),
    ],
)
def test_a_search_that_can_not_be_made_says_why(browser, text, message):
    page = look(browser, q=text)
    assert page.status == 200
    assert page.error("q") == message
    assert names(page) == []


@pytest.mark.spec("DIRECTORY-1", "DIRECTORY-3")
def test_where_nobody_is_found_the_page_says_so(browser):
    page = look(browser, q="nobody is called like this")
    assert page.status == 200
    assert names(page) == []
    assert page.text_of("#nobody")
    assert page.text_of("#count") == "0 people"
    assert look(browser).text_of("#nobody") is None


@pytest.mark.spec("DIRECTORY-1", "DIRECTORY-5")
def test_links_keep_the_query_and_the_form_its_values(open_browser, crowd):
    word, people = crowd(23)
    today = datetime.now(UTC).date().isoformat()
    first = look(open_browser(), q=word, sort="-username", joined_after=today)
    second = open_browser().get(f"/profiles/{first.soup.select_one('a[rel=next]')['href']}")
    assert names(first) + names(second) == sorted(people, reverse=True)
    assert [len(names(page)) for page in (first, second)] == [20, 3]
    assert second.soup.select_one("a[rel=next]") is None
    back = open_browser().get(f"/profiles/{second.soup.select_one('a[rel=prev]')['href']}")
    assert names(back) == names(first)
    for page in (first, second):
        assert page.text_of("#count") == "23 people"
        assert (page.value("q"), page.value("joined_after")) == (word, today)
        assert page.soup.select_one("#id_sort option[selected]")["value"] == "-username"
    assert look(open_browser(), q=word, page="3").status == 404


@pytest.mark.spec("DIRECTORY-5")
def test_people_are_sorted_by_name_or_by_when_they_joined(open_browser, crowd):
    word, people = crowd(4)
    orders = {order: names(look(open_browser(), q=word, sort=order)) for order in (
        "username", "-username", "joined", "-joined", "",
    )}  # fmt: skip
    assert orders == {
        "username": sorted(people),
        "-username": sorted(people, reverse=True),
        "joined": people,
        "-joined": people[::-1],
        "": sorted(people),
    }


@pytest.mark.spec("DIRECTORY-5")
@pytest.mark.parametrize("sort", ["password", "-id", "USERNAME", "username,joined", "\x00", "é"])
def test_an_unknown_order_gets_the_message_of_the_form(browser, sort):
    page = look(browser, sort=sort)
    assert page.status == 200
    assert page.error("sort") == "Select a valid choice."
    assert names(page) == []


@pytest.mark.spec("DIRECTORY-4")
def test_people_are_found_by_the_day_on_which_they_joined(open_browser, crowd, database):
    word, people = crowd(3)
    moments = (
        "2020-02-29 23:59:59.999999",
        "2020-03-01 00:00:00.000000",
        "2020-03-01 12:00:00.000000",
    )
    for name, moment in zip(people, moments, strict=True):
        query = "UPDATE users SET date_joined = :moment WHERE username = :name"
        if database.is_postgresql:
            query = query.replace(":moment", "CAST(:moment || '+00' AS timestamptz)")
        database.rows(query, moment=moment, name=name)
    found = {
        day: names(look(open_browser(), q=word, joined_after=day, sort="joined"))
        for day in ("2020-02-29", "2020-03-01", "2020-03-02")
    }
    assert found == {"2020-02-29": people, "2020-03-01": people[1:], "2020-03-02": []}


@pytest.mark.spec("DIRECTORY-4")
def test_nobody_has_joined_tomorrow(browser):
    tomorrow = (datetime.now(UTC) + timedelta(days=1)).date().isoformat()
    assert names(look(browser, joined_after=tomorrow)) == []


@pytest.mark.spec("DIRECTORY-4", "DIRECTORY-5")
@pytest.mark.parametrize(
    "day",
    [
        "yesterday", "2026-13-01", "2026-02-30", "01/02/2026", "2026-11-22T00:00", "20261122", "0000-00-00",
        "99999-01-01", "-1", "1e9", "\x00", "2026-11-22\n2026-11-23", "' OR 1=1 --", "x" * 500,
    ],
)  # fmt: skip
def test_a_day_that_is_none_gets_the_message_of_the_form(browser, day):
    page = look(browser, joined_after=day)
    assert page.status == 200
    assert page.error("joined_after") == "Enter a valid date."
    assert names(page) == []


@pytest.mark.spec("DIRECTORY-4")
@pytest.mark.parametrize("day", ["0001-01-01", "1000-01-01", "", " 2000-01-01 "])
def test_a_day_long_ago_leaves_everyone(browser, day):
    assert names(look(browser, joined_after=day)) == names(look(browser))


@pytest.mark.spec("DIRECTORY-1", "VISIBLE-5")
def test_people_are_counted_for_those_who_may_see_them(
    open_browser, crowd, database, member, superuser
):
    word, people = crowd(3)
    for name, visibility in zip(people, ("members", "private"), strict=False):
        query = "UPDATE users SET visibility = :visibility WHERE username = :name"
        database.rows(query, visibility=visibility, name=name)
    counts = [
        look(visitor, q=word).text_of("#count") for visitor in (open_browser(), member, superuser)
    ]
    assert counts == ["1 person", "2 people", "3 people"]


@pytest.mark.spec("DIRECTORY-6")
@pytest.mark.parametrize("name", ["after", "before"])
@pytest.mark.parametrize(
    "key", ["", "0", "-1", "01", "x", "1.0", "\x00", "٣", "9" * 18, "9" * 500, "1 OR 1=1"]
)
def test_what_is_nobodys_key_is_not_found(browser, name, key):
    assert look(browser, **{name: key}).status == 404


@pytest.mark.spec("DIRECTORY-6", "VISIBLE-3")
def test_nobody_goes_on_from_someone_they_may_not_see(browser, member, superuser, target):
    private = 1 + next(n for n, each in enumerate(DEMO_USERS) if each["visibility"] == "private")
    for name in ("after", "before"):
        pages = [look(visitor, **{name: private}) for visitor in (browser, member, superuser)]
        assert [page.status for page in pages] == [404, 404, 200]


@pytest.mark.spec("DIRECTORY-6")
def test_nobody_goes_on_from_someone_who_is_not_looked_for(browser):
    assert look(browser, q="nobody_yet", after="1").status == 404
    assert look(browser, after="1").status == 200


@pytest.fixture(scope="module")
def many(target, tmp_path_factory):
    """A site with more than a thousand people."""
    if not target.implementation:
        pytest.skip(NOT_OFFERED)
    passwords = {"DEMO_PASSWORD": target.demo_password, "ADMIN_PASSWORD": target.admin_password}
    server = Process(target.implementation, tmp_path_factory.mktemp("many"), **passwords)
    server.start().wait()
    assert server.run(*target.implementation["manage"], "seed", "--count", "1150").returncode == 0
    yield server
    server.stop()


def follow(browser, page, rel):
    """Return the pages to which the links of this kind lead, one after the other."""
    pages = [page]
    while link := pages[-1].soup.select_one(f"a[rel={rel}]"):
        pages.append(browser.get(f"/profiles/{link['href']}"))
    return pages


@pytest.mark.spec("DIRECTORY-1", "DIRECTORY-2", "DIRECTORY-6")
@pytest.mark.parametrize("sort", ["username", "-joined"])
def test_the_links_lead_through_everyone_and_back(many, target, sort):
    browser = Browser(many.url)
    browser.log_in("admin", target.admin_password)
    forwards = follow(browser, look(browser, sort=sort), "next")
    listed = [names(page) for page in forwards]
    everyone = list(chain.from_iterable(listed))
    assert len(forwards) > 55
    assert len(everyone) == len(set(everyone)) > 1100
    assert {len(each) for each in listed[:-1]} == {20}
    assert sort != "username" or everyone == sorted(everyone)
    assert {page.text_of("#count") for page in forwards} == {"1,000+ people"}
    backwards = follow(browser, forwards[-1], "prev")
    assert list(chain.from_iterable(names(page)[::-1] for page in backwards)) == everyone[::-1]
    assert look(browser, page="50").status == 200
    assert look(browser, page="51").status == 404


@pytest.mark.spec("API-5")
def test_the_count_ends_at_a_thousand_and_says_whether_that_is_all(many):
    api_client, path = APIClient(many.url), "/api/profiles/"
    database = Database(many.environment["DATABASE_URL"])
    database.rows("UPDATE users SET visibility = 'public'")
    found = api_client.get(path).json()
    assert (found["count"], found["count_is_exact"]) == (1000, False)
    database.rows(
        "UPDATE users SET visibility = 'private' WHERE id NOT IN (SELECT id FROM users"
        " WHERE is_active AND visibility = 'public' ORDER BY id LIMIT 1000)"
    )
    database.close()
    found = api_client.get(path).json()
    assert (found["count"], found["count_is_exact"]) == (1000, True)
