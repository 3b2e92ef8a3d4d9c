"""The directory of users: pagination, search and sorting."""

import secrets
from datetime import UTC, datetime, timedelta
from itertools import chain

import pytest

from shared_tests.support.api_client import APIClient
from shared_tests.support.browser import Browser
from shared_tests.support.directory_pages import OTHER, SAME, adjacent, entry, names
from shared_tests.support.factories import new_user
from shared_tests.support.target import DEMO_USERS, NOT_OFFERED, Database


@pytest.mark.spec("DIRECTORY-1")
def test_first_page_lists_20_users_by_username_with_links(browser):
    page = browser.get("/profiles/")
    listed = names(page)
    assert page.status == 200
    assert len(listed) == 20
    assert listed == sorted(listed)
    links = [link["href"] for link in page.soup.select("#people a")]
    assert links == [f"/profile/{name}/" for name in listed]


@pytest.mark.spec("DIRECTORY-1")
@pytest.mark.parametrize("username", ["ada", "nobody_yet", "bobby", "hideki", "tony"])
def test_user_is_listed_by_full_name_or_username(browser, username):
    user = next(each for each in DEMO_USERS if each["username"] == username)
    name = f"{user['first_name']} {user['last_name']}".strip()
    assert entry(browser, username) == (name or username)


@pytest.mark.spec("DIRECTORY-1")
def test_next_and_previous_links_lead_from_page_to_page(browser):
    first = browser.get("/profiles/")
    assert adjacent(first, -1) is None
    second = browser.get(adjacent(first, 1))
    assert not set(names(first)) & set(names(second))
    assert min(names(second)) > max(names(first))
    back = browser.get(adjacent(second, -1))
    assert names(back) == names(first)


@pytest.mark.spec("PROFILE-10", "DIRECTORY-1")
def test_names_are_shown_as_text(open_browser):
    user = new_user(first_name="<b>bold</b>", last_name="<script>")
    open_browser().sign_up(**user)
    browser = open_browser()
    assert entry(browser, user["username"]) == "<b>bold</b> <script>"
    assert not browser.page.soup.select("#people b, script")


@pytest.mark.spec("DIRECTORY-1")
def test_page_1_is_the_first_page(browser):
    first = names(browser.get("/profiles/"))
    assert names(browser.get("/profiles/?page=1")) == first


@pytest.mark.spec("DIRECTORY-1")
def test_new_user_is_listed(open_browser):
    user = new_user()
    open_browser().sign_up(**user)
    assert entry(open_browser(), user["username"]) == user["username"]


@pytest.mark.spec("DIRECTORY-1")
def test_unknown_query_parameters_are_ignored(browser):
    first = names(browser.get("/profiles/"))
    assert names(browser.get("/profiles/?per_page=1&x=y&%00=%00")) == first


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
def test_invalid_page_number_returns_404(browser, page):
    response = browser.send("GET", f"/profiles/?page={page.replace(' ', '%20')}")
    assert response.status == 404
    assert response.select_text("#error")


def search_directory(browser, **query):
    return browser.get("/profiles/", params=query)


@pytest.mark.spec("DIRECTORY-3")
@pytest.mark.parametrize("field", ["username", "first_name", "last_name"])
@pytest.mark.parametrize("change", [str.lower, str.upper, str.title, "  {}  ".format])
def test_search_matches_all_names_in_any_case(open_browser, field, change):
    word = secrets.token_hex(6)
    user = new_user(**{field: f"a{word}Z"})
    open_browser().sign_up(**user)
    page = search_directory(open_browser(), q=change(word[1:-1]))
    assert names(page) == [user["username"].lower()]
    assert page.select_text("#count") == "1 person"


@pytest.mark.spec("DIRECTORY-3")
@pytest.mark.parametrize(("name", "search"), SAME)
def test_search_is_case_insensitive_in_every_alphabet(open_browser, create_users, name, search):
    word = secrets.token_hex(6)
    _, (username,) = create_users(1, last_name=f"{name}{word}")
    assert names(search_directory(open_browser(), q=f"{search}{word}")) == [username]


@pytest.mark.spec("DIRECTORY-3")
@pytest.mark.parametrize("engine", ["sqlite", "postgresql"])
def test_search_finds_the_same_names_on_both_databases(process, request, engine):
    variables = {}
    if engine == "postgresql":
        variables["DATABASE_URL"] = request.getfixturevalue("postgresql")
    server = process(**variables).start().wait()
    database, browser = Database(server.environment["DATABASE_URL"]), Browser(server.url)
    for pairs, expected in ((SAME, ["ada"]), (OTHER, [])):
        for name, search in chain(pairs, [pair[::-1] for pair in pairs]):
            query = "UPDATE users SET last_name = :name WHERE username = 'ada'"
            database.rows(query, name=f"Quetzal{name}")
            found = names(search_directory(browser, q=f"quetzal{search}"))
            assert found == expected, (name, search)
    database.close()


@pytest.mark.spec("DIRECTORY-3")
@pytest.mark.parametrize(
    "text", ["100%", "a_b", "c\\d", "%", "_", "\\", "'", '"', "%%", "\\%", "/", "*"]
)
def test_search_has_no_special_characters(open_browser, create_users, text):
    name = f"p{secrets.token_hex(8)}"
    word, (plain,) = create_users(1, username=name, first_name="100a axb cd abcde")
    _, (special,) = create_users(1, last_name=word, first_name=f"it is {text} here")
    page = search_directory(open_browser(), q=text)
    found = set(names(page))
    while url := adjacent(page, 1):
        page = open_browser().get(url)
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
def test_invalid_search_shows_an_error(browser, text, message):
    page = search_directory(browser, q=text)
    assert page.status == 200
    assert page.error("q") == message
    assert names(page) == []


@pytest.mark.spec("DIRECTORY-1", "DIRECTORY-3")
def test_search_without_results_shows_a_message(browser):
    page = search_directory(browser, q="nobody is called like this")
    assert page.status == 200
    assert names(page) == []
    assert page.select_text("#nobody")
    assert page.select_text("#count") == "0 people"
    assert search_directory(browser).select_text("#nobody") is None


@pytest.mark.spec("DIRECTORY-1", "DIRECTORY-5")
def test_links_and_form_preserve_the_query_parameters(open_browser, create_users):
    word, usernames = create_users(23)
    today = datetime.now(UTC).date().isoformat()
    first = search_directory(open_browser(), q=word, sort="-username", joined_after=today)
    second = open_browser().get(adjacent(first, 1))
    assert names(first) + names(second) == sorted(usernames, reverse=True)
    assert [len(names(page)) for page in (first, second)] == [20, 3]
    assert adjacent(second, 1) is None
    back = open_browser().get(adjacent(second, -1))
    assert names(back) == names(first)
    for page in (first, second):
        assert page.select_text("#count") == "23 people"
        assert (page.value("q"), page.value("joined_after")) == (word, today)
        assert page.soup.select_one("#id_sort option[selected]")["value"] == "-username"
    assert search_directory(open_browser(), q=word, page="3").status == 404


@pytest.mark.spec("DIRECTORY-1", "DIRECTORY-2", "DIRECTORY-6")
def test_full_last_page_has_no_next_page(open_browser, create_users, database):
    word, usernames = create_users(21)
    first, *others = sorted(usernames)
    query = "SELECT id FROM users WHERE username = :name"
    ((pk,),) = database.rows(query, name=first)
    by_key = search_directory(open_browser(), q=word, after=pk)
    assert (names(by_key), adjacent(by_key, 1)) == (others, None)
    assert names(open_browser().get(adjacent(by_key, -1))) == [first]
    database.rows("UPDATE users SET visibility = 'private' WHERE id = :pk", pk=pk)
    by_number = search_directory(open_browser(), q=word)
    assert (names(by_number), adjacent(by_number, 1)) == (others, None)
    assert search_directory(open_browser(), q=word, page="2").status == 404


@pytest.mark.spec("DIRECTORY-5")
def test_users_are_sorted_by_username_or_by_sign_up_date(open_browser, create_users):
    word, usernames = create_users(4)
    orders = {order: names(search_directory(open_browser(), q=word, sort=order)) for order in (
        "username", "-username", "joined", "-joined", "",
    )}  # fmt: skip
    assert orders == {
        "username": sorted(usernames),
        "-username": sorted(usernames, reverse=True),
        "joined": usernames,
        "-joined": usernames[::-1],
        "": sorted(usernames),
    }


@pytest.mark.spec("DIRECTORY-6")
@pytest.mark.parametrize("sort", ["joined", "-joined"])
def test_keyset_pagination_lists_users_with_the_same_time_once(
    open_browser, create_users, database, sort
):
    word, usernames = create_users(4)
    query = """UPDATE users SET date_joined = (SELECT date_joined FROM users WHERE username = :first)
        WHERE username LIKE :word"""
    database.rows(query, first=usernames[0], word=f"%{word}%")
    listed = names(search_directory(open_browser(), q=word, sort=sort))
    assert sorted(listed) == sorted(usernames)
    rows = dict(database.rows("SELECT username, id FROM users"))
    for number, name in enumerate(listed):
        after = search_directory(open_browser(), q=word, sort=sort, after=rows[name])
        before = search_directory(open_browser(), q=word, sort=sort, before=rows[name])
        assert (names(before), names(after)) == (listed[:number], listed[number + 1 :])


@pytest.fixture(params=["target", "on_postgresql"])
def database_and_client(request):
    """The database of the target, or a PostgreSQL database, and a client of the API that uses it."""
    target = request.getfixturevalue(request.param)
    if not target.database:
        pytest.skip(NOT_OFFERED)
    database = Database(target.database)
    yield database, APIClient(target.url)
    database.close()


@pytest.mark.spec("DIRECTORY-5", "API-5")
def test_users_with_the_same_time_are_in_the_order_of_their_primary_keys(database_and_client):
    database, client = database_and_client
    word = secrets.token_hex(6)
    users = [new_user(last_name=word) for _ in range(45)]
    keys = [client.sign_up(user).json()["id"] for user in users]
    for pk in reversed(keys):  # the reverse of the order in which the database stores the rows
        database.rows("UPDATE users SET date_joined = '2020-02-29 12:00:00' WHERE id = :pk", pk=pk)
    for sort, expected in (("joined", keys), ("-joined", keys[::-1])):
        query = f"/api/profiles/?q={word}&sort={sort}&page="
        pages = [client.get(f"{query}{number}").json()["results"] for number in (1, 2, 3)]
        assert [user["id"] for page in pages for user in page] == expected


@pytest.mark.spec("DIRECTORY-5")
@pytest.mark.parametrize("sort", ["password", "-id", "USERNAME", "username,joined", "\x00", "é"])
def test_unknown_sort_shows_an_error(browser, sort):
    page = search_directory(browser, sort=sort)
    assert page.status == 200
    assert page.error("sort") == "Select a valid choice."
    assert names(page) == []


@pytest.mark.spec("DIRECTORY-4")
def test_joined_after_selects_users_by_sign_up_date(open_browser, create_users, database):
    word, usernames = create_users(3)
    moments = (
        "2020-02-29 23:59:59.999999",
        "2020-03-01 00:00:00.000000",
        "2020-03-01 12:00:00.000000",
    )
    for name, moment in zip(usernames, moments, strict=True):
        query = "UPDATE users SET date_joined = :moment WHERE username = :name"
        if database.is_postgresql:
            query = query.replace(":moment", "CAST(:moment || '+00' AS timestamptz)")
        database.rows(query, moment=moment, name=name)
    found = {
        day: names(search_directory(open_browser(), q=word, joined_after=day, sort="joined"))
        for day in ("2020-02-29", "2020-03-01", "2020-03-02")
    }
    assert found == {"2020-02-29": usernames, "2020-03-01": usernames[1:], "2020-03-02": []}


@pytest.mark.spec("DIRECTORY-4")
def test_joined_after_with_a_future_date_selects_no_users(browser):
    tomorrow = (datetime.now(UTC) + timedelta(days=1)).date().isoformat()
    assert names(search_directory(browser, joined_after=tomorrow)) == []


@pytest.mark.spec("DIRECTORY-4", "DIRECTORY-5")
@pytest.mark.parametrize(
    "day",
    [
        "yesterday", "2026-13-01", "2026-02-30", "01/02/2026", "2026-11-22T00:00", "20261122", "0000-00-00",
        "99999-01-01", "-1", "1e9", "\x00", "2026-11-22\n2026-11-23", "' OR 1=1 --", "x" * 500,
    ],
)  # fmt: skip
def test_invalid_date_shows_an_error(browser, day):
    page = search_directory(browser, joined_after=day)
    assert page.status == 200
    assert page.error("joined_after") == "Enter a valid date."
    assert names(page) == []


@pytest.mark.spec("DIRECTORY-4")
@pytest.mark.parametrize("day", ["0001-01-01", "1000-01-01", "", " 2000-01-01 "])
def test_early_or_empty_date_selects_all_users(browser, day):
    assert names(search_directory(browser, joined_after=day)) == names(search_directory(browser))


@pytest.mark.spec("DIRECTORY-1", "VISIBLE-5")
def test_count_includes_only_visible_users(open_browser, create_users, database, member, superuser):
    word, usernames = create_users(3)
    for name, visibility in zip(usernames, ("members", "private"), strict=False):
        query = "UPDATE users SET visibility = :visibility WHERE username = :name"
        database.rows(query, visibility=visibility, name=name)
    counts = [
        search_directory(browser, q=word).select_text("#count")
        for browser in (open_browser(), member, superuser)
    ]
    assert counts == ["1 person", "2 people", "3 people"]


@pytest.mark.spec("DIRECTORY-6")
@pytest.mark.parametrize("name", ["after", "before"])
@pytest.mark.parametrize(
    "key",
    [
        "",
        "0",
        "-1",
        "01",
        "x",
        "1.0",
        "\x00",
        "٣",
        "9" * 18,
        str(2**63),
        "9" * 19,
        "9" * 500,
        "1 OR 1=1",
    ],
)
def test_unknown_or_invalid_key_returns_404(browser, name, key):
    assert search_directory(browser, **{name: key}).status == 404


@pytest.mark.spec("DIRECTORY-6", "VISIBLE-3")
def test_key_of_a_hidden_user_returns_404(browser, member, superuser, target):
    private = 1 + next(n for n, each in enumerate(DEMO_USERS) if each["visibility"] == "private")
    for name in ("after", "before"):
        pages = [
            search_directory(client, **{name: private}) for client in (browser, member, superuser)
        ]
        assert [page.status for page in pages] == [404, 404, 200]


@pytest.mark.spec("DIRECTORY-6")
def test_key_of_a_user_outside_the_search_returns_404(browser):
    assert search_directory(browser, q="nobody_yet", after="1").status == 404
    assert search_directory(browser, after="1").status == 200


def follow(browser, page, step):
    """Follow the links to the next (1) or previous pages (-1); return up to 100 pages, in order."""
    pages = [page]
    while len(pages) < 100 and (url := adjacent(pages[-1], step)):
        pages.append(browser.get(url))
    return pages


@pytest.mark.spec("DIRECTORY-1", "DIRECTORY-2", "DIRECTORY-3", "DIRECTORY-6")
@pytest.mark.parametrize(
    ("q", "sort"), [("", "username"), ("PERSON_0", "username"), ("n", "-joined")]
)
def test_pagination_links_lead_through_all_users_and_back(large_server, target, q, sort):
    browser = Browser(large_server.url)
    browser.log_in("admin", target.admin_password)
    forwards = follow(browser, search_directory(browser, q=q, sort=sort), 1)
    listed = [names(page) for page in forwards]
    usernames = list(chain.from_iterable(listed))
    assert len(forwards) > 55
    assert len(usernames) == len(set(usernames)) > 1100
    assert {len(each) for each in listed[:-1]} == {20}
    assert sort != "username" or usernames == sorted(usernames)
    assert {page.select_text("#count") for page in forwards} == {"1,000+ people"}
    backwards = follow(browser, forwards[-1], -1)
    assert list(chain.from_iterable(names(page)[::-1] for page in backwards)) == usernames[::-1]
    assert search_directory(browser, page="50").status == 200
    assert search_directory(browser, page="51").status == 404


@pytest.mark.spec("API-5", "DIRECTORY-1")
def test_api_count_stops_at_1000_and_shows_whether_it_is_exact(large_server):
    api_client, path = APIClient(large_server.url), "/api/profiles/"
    database = Database(large_server.environment["DATABASE_URL"])
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
    page = search_directory(Browser(large_server.url))
    assert page.select_text("#count") != "1,000+ people"
