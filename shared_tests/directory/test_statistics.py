"""How many people there are: figures of the last months, in tables and charts."""

import time
from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest

from shared_tests.support.browser import Browser
from shared_tests.support.factories import new_user
from shared_tests.support.target import Database

TABLES = ["signups", "visibilities"]
LONGEST = 90  # seconds until what happened shows, STATS_CACHE_TTL being 60 by default


def figures(page, table):
    """Return the rows of a table: {name: [people, ...]}, without the sign of per cent."""
    rows = page.soup.select(f"table#{table} tbody tr")
    return {
        row.th.get_text(strip=True): [float(cell.get_text().rstrip("%")) for cell in row("td")]
        for row in rows
    }


def people(page, table="visibilities"):
    """Return the numbers of people in a table, by name."""
    return {name: int(row[0]) for name, row in figures(page, table).items()}


def until(visitor, condition):
    """Return the page once a condition on it is met; fail where it is not for long."""
    deadline = time.monotonic() + LONGEST
    while not condition(visitor.get("/stats/")):
        assert time.monotonic() < deadline
        time.sleep(0.2)
    return visitor.page


def in_database(database):
    """Return how many active people there are, by visibility and by month of their sign-up."""
    rows = database.rows("SELECT visibility, date_joined FROM users WHERE is_active")
    joined = [when if database.is_postgresql else datetime.fromisoformat(when) for _, when in rows]
    if database.is_postgresql:
        joined = [when.astimezone(UTC) for when in joined]
    visibilities = Counter(visibility.title() for visibility, _ in rows)
    return visibilities, Counter(f"{when:%Y-%m}" for when in joined)


@pytest.fixture
def site(process):
    """Return a function that starts a site of one process; gives a visitor and its database."""
    opened = []

    def start(**variables):
        server = process(WORKERS="1", **variables).start().wait()
        opened.append(Database(server.environment["DATABASE_URL"]))
        return Browser(server.url), opened[-1]

    yield start
    for database in opened:
        database.close()


@pytest.mark.spec("STATS-1")
def test_there_are_the_last_twelve_months_and_all_visibilities(browser):
    page = browser.get("/stats/")
    months = list(figures(page, "signups"))
    last = datetime.strptime(months[-1], "%Y-%m").replace(tzinfo=UTC)
    assert abs((datetime.now(UTC) - last).days) < 32
    numbers = [int(month[:4]) * 12 + int(month[5:]) for month in months]
    assert numbers == list(range(numbers[-1] - 11, numbers[-1] + 1))
    assert list(figures(page, "visibilities")) == ["Public", "Members", "Private"]
    assert sum(share for _, share in figures(page, "visibilities").values()) == pytest.approx(
        100, abs=0.2
    )


@pytest.mark.spec("STATS-1")
@pytest.mark.parametrize("table", TABLES)
def test_a_chart_shows_what_its_table_says(browser, table):
    page = browser.get("/stats/")
    charts = page.soup.select("svg[role=img]")
    assert len(charts) == len(TABLES)
    chart = charts[TABLES.index(table)]
    texts = [text.get_text(strip=True) for text in chart.select("text")]
    assert dict(zip(texts[::2], map(int, texts[1::2]), strict=True)) == people(page, table)
    assert chart["aria-label"]


@pytest.mark.spec("STATS-1")
def test_the_bars_are_as_long_as_the_figures_are_large(browser):
    page = browser.get("/stats/")
    charts = page.soup.select("svg[role=img]")
    signups, shares = ([bar["width"] for bar in chart.select("rect")] for chart in charts)
    counts = list(people(page, "signups").values())
    assert signups == [f"{round(100 * count / max(counts), 1)}%" for count in counts]
    assert shares == [f"{share}%" for _, share in figures(page, "visibilities").values()]


@pytest.mark.spec("STATS-1")
@pytest.mark.parametrize("table", TABLES)
def test_a_table_has_a_caption_and_head_cells(browser, table):
    (found,) = browser.get("/stats/").soup.select(f"table#{table}")
    assert found.caption.get_text(strip=True)
    assert {cell["scope"] for cell in found.thead("th")} == {"col"}
    assert {cell["scope"] for cell in found.tbody("th")} == {"row"}


@pytest.mark.spec("STATS-1")
def test_the_directory_leads_to_the_figures(browser, target):
    assert f"{target.url}/stats/" in browser.get("/profiles/").links()


@pytest.mark.alone
@pytest.mark.spec("STATS-1", "STATS-2")
def test_the_figures_are_those_of_the_database(browser, database):
    visibilities, months = in_database(database)
    page = until(
        browser, lambda page: people(page) == {name: visibilities[name] for name in people(page)}
    )
    assert people(page, "signups") == {month: months[month] for month in people(page, "signups")}


@pytest.mark.spec("STATS-1")
def test_a_month_begins_and_ends_in_utc_and_older_ones_are_left_out(site):
    visitor, database = site(TZ="Asia/Tokyo")
    database.rows("UPDATE users SET date_joined = '2001-01-01 00:00:00.000000'")
    first = datetime.now(UTC).replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    last = first - timedelta(microseconds=1)
    for pk, when in enumerate([first, last, last], start=1):
        parameters = {"pk": pk, "when": f"{when:%Y-%m-%d %H:%M:%S.%f}"}
        database.rows("UPDATE users SET date_joined = :when WHERE id = :pk", **parameters)
    counts = people(visitor.get("/stats/"), "signups")
    assert {month: count for month, count in counts.items() if count} == {
        f"{last:%Y-%m}": 2,
        f"{first:%Y-%m}": 1,
    }


@pytest.mark.spec("STATS-1")
def test_who_is_deactivated_is_not_counted_and_nobody_is_no_error(site):
    visitor, database = site()
    database.rows("UPDATE users SET is_active = false")
    page = visitor.get("/stats/")
    assert set(people(page).values()) == set(people(page, "signups").values()) == {0}
    assert [row[1] for row in figures(page, "visibilities").values()] == [0, 0, 0]


@pytest.mark.spec("STATS-2")
def test_the_figures_are_kept_for_a_while_but_not_the_page_around_them(site):
    visitor, _ = site()
    before = people(visitor.get("/stats/"))
    member = Browser(visitor.base_url)
    member.sign_up(**new_user(first_name="Emmy", last_name="Noether"))
    page = member.get("/stats/")
    assert people(page) == before
    assert page.visitor == "Emmy Noether"
    assert visitor.get("/stats/").visitor is None


@pytest.mark.spec("STATS-2", "SETTINGS-1")
def test_after_that_while_a_sign_up_shows(site):
    visitor, _ = site(STATS_CACHE_TTL="1")
    before = people(visitor.get("/stats/"))
    Browser(visitor.base_url).sign_up(**new_user())
    page = until(visitor, lambda page: people(page) != before)
    assert people(page) == before | {"Public": before["Public"] + 1}
