"""The table of users: sorting, filters, pagination and download."""

import secrets
from datetime import UTC, datetime, timedelta
from urllib.parse import urljoin

import pytest

from shared_tests.support.browser import Browser
from shared_tests.support.directory_pages import query
from shared_tests.support.table_pages import download, get_rows, get_table, headers, link_to, names
from shared_tests.support.target import DEMO_USERS

COLUMNS = ["username", "name", "location", "joined"]
FORMULAS = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "=HYPERLINK(x)"]
NO_FORMULAS = ["1=1", "'=1", "a-b", "ada@example.com", '"', "a,b;c", "Ὀδυσσεύς", "ＡＢ"]


@pytest.fixture
def create_rows(create_users, database):
    """Return a function that creates users with these columns; it returns (word, usernames).

    The usernames contain the word, and are in descending order.
    """

    def create(*rows):
        word, usernames = secrets.token_hex(6), []
        for number, values in enumerate(rows):
            name = f"u_{word}_{9 - number}"
            create_users(1, username=name, last_name="")
            for column, value in values.items():
                text = f"UPDATE users SET {column} = :value WHERE username = :name"
                database.rows(text, value=value, name=name)
            usernames.append(name)
        return word, usernames

    return create


@pytest.mark.spec("TABLE-1", "TABLE-2")
def test_first_page_has_a_row_for_20_users_by_username(browser):
    page = get_table(browser)
    assert page.status == 200
    assert len(names(page)) == 20
    assert names(page) == sorted(names(page))
    cells = page.soup.select("table#profiles tbody th")
    assert {cell["scope"] for cell in cells} == {"row"}
    assert [cell.a["href"] for cell in cells] == [f"/profile/{name}/" for name in names(page)]


@pytest.mark.spec("TABLE-1")
@pytest.mark.parametrize("username", ["ada", "nobody_yet", "bobby"])
def test_row_has_the_name_the_location_and_the_time_of_sign_up(browser, username):
    user = next(each for each in DEMO_USERS if each["username"] == username)
    name = f"{user['first_name']} {user['last_name']}".strip() or username
    page = get_table(browser, q=username, sort="joined")
    number = names(page).index(username)
    joined = datetime.fromisoformat(page.soup.select("table#profiles time")[number]["datetime"])
    assert joined.utcoffset() == timedelta(0)
    day = f"{joined.day} {joined:%B %Y}"
    assert get_rows(page)[number] == [username, name, user["location"], day]


@pytest.mark.spec("TABLE-1", "PROFILE-10")
def test_names_and_locations_are_shown_as_text(browser, create_rows):
    word, _ = create_rows({"first_name": "<b>bold</b>", "location": "<i>italic</i>"})
    page = get_table(browser, q=word)
    assert get_rows(page)[0][1:3] == ["<b>bold</b>", "<i>italic</i>"]
    assert not page.soup.select("table#profiles b, table#profiles i")


@pytest.mark.spec("TABLE-1")
def test_table_has_a_caption_and_the_directory_links_to_it(browser, target):
    assert get_table(browser).soup.select_one("table#profiles caption").get_text(strip=True)
    assert f"{target.url}/profiles/table/" in browser.get("/profiles/").links()


@pytest.mark.spec("TABLE-1", "TABLE-3", "TABLE-4", "VISIBLE-5")
def test_table_and_download_have_only_visible_users(
    open_browser, create_rows, database, member, superuser
):
    rows = [{}, {"visibility": "members"}, {"visibility": "private"}]
    word, usernames = create_rows(*rows)
    clients = [open_browser(), member, superuser]
    pages = [get_table(client, q=word) for client in clients]
    assert [names(page)[::-1] for page in pages] == [usernames[:1], usernames[:2], usernames]
    counts = [page.select_text("#count") for page in pages]
    assert counts == ["1 person", "2 people", "3 people"]
    downloads = [download(client, q=word)[0][1:] for client in clients]
    assert [[row[0] for row in rows] for rows in downloads] == [names(page) for page in pages]
    database.rows("UPDATE users SET is_active = false WHERE username = :name", name=usernames[0])
    assert names(get_table(open_browser(), q=word)) == []


@pytest.mark.spec("TABLE-1", "TABLE-4")
@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        ("q", "x" * 101, "Ensure this value has at most 100 characters (it has 101)."),
        ("q", "a\x00b", "Null characters are not allowed."),
        ("joined_after", "2026-02-30", "Enter a valid date."),
    ],
)
def test_invalid_value_shows_an_error_and_selects_no_user(browser, field, value, message):
    page = get_table(browser, **{field: value})
    assert page.status == 200
    assert page.error(field) == message
    assert names(page) == []
    assert page.select_text("#nobody")
    assert len(download(browser, **{field: value})[0]) == 1


@pytest.mark.spec("TABLE-1")
def test_joined_after_selects_users_by_sign_up_date(browser):
    yesterday, tomorrow = (
        (datetime.now(UTC) + timedelta(days=days)).date().isoformat() for days in (-1, 1)
    )
    assert names(get_table(browser, joined_after=yesterday))
    assert names(get_table(browser, joined_after=tomorrow)) == []


@pytest.mark.spec("TABLE-2")
def test_rows_are_sorted_by_each_column_in_both_directions(browser, create_rows):
    word, (a, b, c, d) = create_rows(
        {"first_name": "Zoe", "last_name": "A", "location": "Oslo"},
        {"first_name": "Ann", "last_name": "C", "location": "Rome"},
        {"first_name": "Ann", "last_name": "B", "location": ""},
        {"first_name": "", "last_name": "Z", "location": "Bern"},
    )
    orders = {sort: names(get_table(browser, q=word, sort=sort)) for sort in COLUMNS}
    assert orders == {
        "username": [d, c, b, a],
        "name": [d, c, b, a],
        "location": [c, d, a, b],
        "joined": [a, b, c, d],
    }
    for sort, expected in orders.items():
        assert names(get_table(browser, q=word, sort=f"-{sort}")) == expected[::-1]
        exported, _ = download(browser, q=word, sort=f"-{sort}")
        assert [row[0] for row in exported[1:]] == expected[::-1]


@pytest.mark.spec("TABLE-2")
@pytest.mark.parametrize("sort", ["name", "location", "joined"])
def test_equal_users_are_sorted_by_a_second_column(browser, create_rows, database, sort):
    word, usernames = create_rows({}, {}, {})
    text = """UPDATE users SET date_joined = (SELECT date_joined FROM users WHERE username = :first)
        WHERE username LIKE :word"""
    database.rows(text, first=usernames[0], word=f"%{word}%")
    expected = usernames if sort == "joined" else usernames[::-1]
    assert names(get_table(browser, q=word, sort=sort)) == expected
    assert names(get_table(browser, q=word, sort=f"-{sort}")) == expected[::-1]


@pytest.mark.spec("TABLE-2")
@pytest.mark.parametrize("column", COLUMNS)
def test_header_cells_link_to_the_order_of_their_column(browser, column):
    first = get_table(browser, q="a", page="1")
    assert list(headers(first)) == COLUMNS
    assert {cell["scope"] for cell in headers(first).values()} == {"col"}
    page, found = first, []
    for _ in range(3):
        page = browser.get(urljoin(page.url, headers(page)[column].a["href"]))
        assert query(page.url).get("q") == "a"
        assert "page" not in query(page.url)
        found.append(
            (
                query(page.url)["sort"],
                {name: cell.get("aria-sort") for name, cell in headers(page).items()},
            )
        )
    nothing = dict.fromkeys(COLUMNS)
    ascending = (column, nothing | {column: "ascending"})
    descending = (f"-{column}", nothing | {column: "descending"})
    expected = [ascending, descending, ascending, descending]
    assert found == (expected[1:] if column == "username" else expected[:3])


@pytest.mark.spec("TABLE-2")
def test_without_sort_the_header_of_the_username_is_marked(browser):
    assert headers(get_table(browser))["username"]["aria-sort"] == "ascending"


@pytest.mark.spec("TABLE-2")
@pytest.mark.parametrize(
    "sort",
    [
        "", "-", "--name", "password", "email", "id", "pk", "-id", "full_name", "date_joined", "USERNAME",
        "username,name", " username", "username\x00", "?", "first_name", "name__x", "name.x", "é", "x" * 500,
        "__class__", "username; DROP TABLE users",
    ],
)  # fmt: skip
def test_unknown_sort_returns_404(browser, sort):
    for page in (get_table(browser, sort=sort), get_table(browser, sort=sort, _export="csv")):
        assert page.status == 404
        assert page.select_text("#error")


@pytest.mark.spec("TABLE-2", "TABLE-3", "TABLE-4", "BODY-5")
def test_last_of_several_parameters_is_used(browser, create_users):
    word, usernames = create_users(2)
    path = "/profiles/table/"
    several = f"{path}?q=nobody&q={word}&sort=location&sort=-username&page=0&page=1"
    assert browser.get(f"{several}&_export=x").status == 404
    page = browser.get(several)
    assert names(page) == sorted(usernames, reverse=True)
    assert headers(page)["username"]["aria-sort"] == "descending"
    assert headers(page)["location"].get("aria-sort") is None
    assert browser.get(f"{path}?sort=username&sort=x").status == 404
    assert browser.get(f"{path}?_export=x&_export=csv").status == 200


@pytest.mark.spec("TABLE-4")
@pytest.mark.parametrize("page", ["0", "2", "51", "x", ""])
def test_a_download_ignores_the_page(browser, create_users, page):
    word, usernames = create_users(2)
    text = browser.get(f"/profiles/table/?q={word}&_export=csv&page={page}").response.text
    assert [line.partition(",")[0] for line in text.splitlines()[1:]] == sorted(usernames)


@pytest.mark.spec("TABLE-2", "TABLE-3")
def test_links_and_form_preserve_the_query_parameters(browser, create_users):
    word, usernames = create_users(23)
    day = "2020-01-01"
    first = get_table(browser, q=word, sort="-username", joined_after=day)
    second = browser.get(link_to(first, page="2"))
    assert names(first) + names(second) == sorted(usernames, reverse=True)
    assert [len(names(page)) for page in (first, second)] == [20, 3]
    assert (link_to(first, page="0"), link_to(second, page="3")) == (None, None)
    assert names(browser.get(link_to(second, page="1"))) == names(first)
    for page in (first, second):
        assert page.select_text("#count") == "23 people"
        assert (page.value("q"), page.value("joined_after")) == (word, day)
        assert page.form("table-form")[1] == {"sort": "-username"}
    assert get_table(browser, q=word, page="3").status == 404
    exported = browser.get(link_to(second, _export="csv")).response.text.splitlines()
    assert [line.partition(",")[0] for line in exported[1:]] == names(first) + names(second)


@pytest.mark.spec("TABLE-3")
def test_full_last_page_has_no_next_page(browser, create_users):
    word, _ = create_users(20)
    assert link_to(get_table(browser, q=word), page="2") is None
    assert get_table(browser, q=word, page="2").status == 404


@pytest.mark.spec("TABLE-3")
@pytest.mark.parametrize(
    "page",
    ["0", "-1", "last", "", " 1", "1 ", "+1", "01", "1.0", "1e0", "1_0", "\x00", "1\n", "٣", "²", "9" * 500, "51"],
)  # fmt: skip
def test_invalid_page_number_returns_404(browser, page):
    response = get_table(browser, page=page)
    assert response.status == 404
    assert response.select_text("#error")


@pytest.mark.spec("TABLE-1", "TABLE-3")
def test_unknown_parameters_are_ignored(browser, create_users):
    word, usernames = create_users(2)
    page = get_table(browser, q=word, per_page="1", after="1", x="y", page="1")
    assert names(page) == sorted(usernames)


@pytest.mark.spec("TABLE-3", "TABLE-4")
@pytest.mark.parametrize("sort", ["location", "-joined"])
def test_table_ends_after_1000_rows(large_server, target, sort):
    browser = Browser(large_server.url)
    browser.log_in("admin", target.admin_password)
    pages = [get_table(browser, sort=sort)]
    while url := link_to(pages[-1], page=str(len(pages) + 1)):
        pages.append(browser.get(url))
    usernames = [name for page in pages for name in names(page)]
    assert {len(names(page)) for page in pages} == {20}
    assert len(pages) == 50
    assert len(set(usernames)) == 1000
    assert {page.select_text("#count") for page in pages} == {"The first 1,000 people"}
    exported, _ = download(browser, sort=sort)
    assert [row[0] for row in exported[1:]] == usernames


@pytest.mark.spec("TABLE-4")
def test_download_is_a_csv_file_of_all_rows(browser, create_rows):
    word, (username,) = create_rows(
        {"first_name": 'Ada "A"', "last_name": "L,\u00e9", "location": ""}
    )
    header, row = (rows := download(browser, q=word, page="9"))[0]
    assert len(header) == len(COLUMNS)
    assert row[:3] == [username, 'Ada "A" L,\u00e9', ""]
    joined = datetime.fromisoformat(row[3])
    assert joined.utcoffset() == timedelta(0)
    assert abs(datetime.now(UTC) - joined) < timedelta(minutes=5)
    response = rows[1]
    kind, _, charset = response.headers["Content-Type"].partition(";")
    assert (response.status, kind, charset.strip().lower()) == (200, "text/csv", "charset=utf-8")
    assert response.headers["Content-Disposition"].startswith("attachment")
    assert response.response.content.count(b"\r\n") == response.response.content.count(b"\n") == 2


@pytest.mark.spec("TABLE-4", "SESSION-4")
def test_page_and_download_of_an_authenticated_user_must_not_be_stored(member):
    for page in (get_table(member), download(member)[1]):
        assert page.cache_control == {"private", "no-store"}
        assert "cookie" in page.headers["Vary"].lower()


@pytest.mark.spec("TABLE-4")
@pytest.mark.parametrize(
    "name", ["", "x", "CSV", "json", "xls", "xlsx", "latex", "html", "\x00", "csv,json"]
)
def test_other_formats_return_404(browser, name):
    page = get_table(browser, _export=name)
    assert page.status == 404
    assert page.select_text("#error")


@pytest.mark.spec("TABLE-5")
def test_no_cell_of_the_download_begins_like_a_formula(browser, create_rows):
    values = FORMULAS + NO_FORMULAS
    word, _ = create_rows(*({"first_name": text, "location": text} for text in values[:9]))
    more, _ = create_rows(*({"first_name": text, "location": text} for text in values[9:]))
    rows = [row for each in (word, more) for row in download(browser, q=each, sort="joined")[0][1:]]
    shown = [f"'{text}" for text in FORMULAS] + NO_FORMULAS
    assert [row[2] for row in rows] == shown
    assert [row[1] for row in rows if not row[1].startswith("'")] == NO_FORMULAS[:1] + NO_FORMULAS[
        2:
    ]
    page = get_table(browser, q=word, sort="joined")
    assert [row[2] for row in get_rows(page)] == [text.strip() for text in values[:9]]
