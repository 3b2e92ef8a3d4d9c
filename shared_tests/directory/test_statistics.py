"""Statistics of users: sign-ups by month and users by visibility, in tables and charts."""

import time
from collections import Counter
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

import pytest

from shared_tests.support.browser import Browser
from shared_tests.support.factories import new_user
from shared_tests.support.statistics_page import get_counts, get_rows
from shared_tests.support.target import Database

TABLES = ["signups", "visibilities"]
TIMEOUT = 90  # seconds until a change is shown; STATS_CACHE_TTL is 60 by default


def wait_until(browser, condition):
    """Return the page when it meets a condition; fail after `TIMEOUT` seconds."""
    deadline = time.monotonic() + TIMEOUT
    while not condition(browser.get("/stats/")):
        assert time.monotonic() < deadline
        time.sleep(0.2)
    return browser.page


def count_in_database(database):
    """Return the numbers of active users, by visibility and by month of sign-up."""
    rows = database.rows("SELECT visibility, date_joined FROM users WHERE is_active")
    joined = [when if database.is_postgresql else datetime.fromisoformat(when) for _, when in rows]
    if database.is_postgresql:
        joined = [when.astimezone(UTC) for when in joined]
    visibilities = Counter(visibility.title() for visibility, _ in rows)
    return visibilities, Counter(f"{when:%Y-%m}" for when in joined)


@pytest.fixture
def start_app(process):
    """Return a function that starts the application; it returns a browser and the database."""
    opened = []

    def start(**variables):
        server = process(WORKERS="1", **variables).start().wait()
        opened.append(Database(server.environment["DATABASE_URL"]))
        return Browser(server.url), opened[-1]

    yield start
    for database in opened:
        database.close()


@pytest.mark.spec("STATS-1")
def test_tables_contain_the_last_twelve_months_and_all_visibilities(browser):
    page = browser.get("/stats/")
    months = list(get_rows(page, "signups"))
    last = datetime.strptime(months[-1], "%Y-%m").replace(tzinfo=UTC)
    assert abs((datetime.now(UTC) - last).days) < 32
    numbers = [int(month[:4]) * 12 + int(month[5:]) for month in months]
    assert numbers == list(range(numbers[-1] - 11, numbers[-1] + 1))
    assert list(get_rows(page, "visibilities")) == ["Public", "Members", "Private"]
    assert sum(share for _, share in get_rows(page, "visibilities").values()) == pytest.approx(
        100, abs=0.2
    )


@pytest.mark.spec("STATS-1")
@pytest.mark.parametrize("table", TABLES)
def test_chart_shows_the_numbers_of_its_table(browser, table):
    page = browser.get("/stats/")
    charts = page.soup.select("svg[role=img]")
    assert len(charts) == len(TABLES)
    chart = charts[TABLES.index(table)]
    texts = [text.get_text(strip=True) for text in chart.select("text")]
    assert dict(zip(texts[::2], map(int, texts[1::2]), strict=True)) == get_counts(page, table)
    assert chart["aria-label"]


@pytest.mark.spec("STATS-1")
def test_bars_are_proportional_to_the_numbers(browser):
    page = browser.get("/stats/")
    charts = page.soup.select("svg[role=img]")
    signups, shares = ([bar["width"] for bar in chart.select("rect")] for chart in charts)
    counts = list(get_counts(page, "signups").values())
    assert signups == [f"{round(100 * count / max(counts), 1)}%" for count in counts]
    assert shares == [f"{share}%" for _, share in get_rows(page, "visibilities").values()]


@pytest.mark.spec("STATS-1")
@pytest.mark.parametrize("table", TABLES)
def test_table_has_a_caption_and_header_cells(browser, table):
    (found,) = browser.get("/stats/").soup.select(f"table#{table}")
    assert found.caption.get_text(strip=True)
    assert {cell["scope"] for cell in found.thead("th")} == {"col"}
    assert {cell["scope"] for cell in found.tbody("th")} == {"row"}


@pytest.mark.spec("STATS-1")
def test_directory_links_to_the_statistics(browser, target):
    assert f"{target.url}/stats/" in browser.get("/profiles/").links()


@pytest.mark.alone
@pytest.mark.spec("STATS-1", "STATS-2")
def test_statistics_match_the_database(browser, database):
    visibilities, months = count_in_database(database)
    page = wait_until(
        browser,
        lambda page: get_counts(page) == {name: visibilities[name] for name in get_counts(page)},
    )
    assert get_counts(page, "signups") == {
        month: months[month] for month in get_counts(page, "signups")
    }


@pytest.fixture(params=["sqlite", "postgresql"])
def tokyo_variables(request):
    """The settings of a server whose database, or whose process, is in the time zone of Tokyo."""
    if request.param == "sqlite":
        return {"TZ": "Asia/Tokyo"}
    url = request.getfixturevalue("postgresql")
    database = Database(url)
    name = urlsplit(url).path.strip("/")
    database.rows(f"ALTER DATABASE {name} SET timezone TO 'Asia/Tokyo'")
    database.close()
    return {"DATABASE_URL": url}


@pytest.mark.spec("STATS-1")
def test_months_are_in_utc_and_older_months_are_left_out(start_app, tokyo_variables):
    browser, database = start_app(**tokyo_variables)
    if database.is_postgresql:
        database.rows("SET timezone TO 'UTC'")
    database.rows("UPDATE users SET date_joined = '2001-01-01 00:00:00.000000'")
    first = datetime.now(UTC).replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    last = first - timedelta(microseconds=1)
    for pk, when in enumerate([first, last, last], start=1):
        parameters = {"pk": pk, "when": f"{when:%Y-%m-%d %H:%M:%S.%f}"}
        database.rows("UPDATE users SET date_joined = :when WHERE id = :pk", **parameters)
    counts = get_counts(browser.get("/stats/"), "signups")
    assert {month: count for month, count in counts.items() if count} == {
        f"{last:%Y-%m}": 2,
        f"{first:%Y-%m}": 1,
    }


@pytest.mark.spec("STATS-1")
def test_inactive_users_are_not_counted_and_zero_users_cause_no_error(start_app):
    browser, database = start_app()
    database.rows("UPDATE users SET is_active = false")
    page = browser.get("/stats/")
    assert set(get_counts(page).values()) == set(get_counts(page, "signups").values()) == {0}
    assert [row[1] for row in get_rows(page, "visibilities").values()] == [0, 0, 0]


@pytest.mark.spec("STATS-2")
def test_statistics_are_cached_but_not_the_page_around_them(start_app):
    browser, _ = start_app()
    before = get_counts(browser.get("/stats/"))
    member = Browser(browser.base_url)
    member.sign_up(**new_user(first_name="Emmy", last_name="Noether"))
    page = member.get("/stats/")
    assert get_counts(page) == before
    assert page.current_user == "Emmy Noether"
    assert browser.get("/stats/").current_user is None


@pytest.mark.spec("STATS-2", "SETTINGS-1")
def test_sign_up_is_shown_after_the_cache_expires(start_app):
    browser, _ = start_app(STATS_CACHE_TTL="1")
    before = get_counts(browser.get("/stats/"))
    Browser(browser.base_url).sign_up(**new_user())
    page = wait_until(browser, lambda page: get_counts(page) != before)
    assert get_counts(page) == before | {"Public": before["Public"] + 1}
