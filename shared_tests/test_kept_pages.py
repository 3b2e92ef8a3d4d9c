"""Which pages a process keeps, for whom, and that nobody notices."""

import json
import time

import pytest

from shared_tests.figures import asked
from shared_tests.programs import Program
from shared_tests.target import Database


@pytest.fixture
def keeper(process):
    """Return a function that starts a server of one process, and returns one that asks it."""

    def start(**variables):
        server = process(WORKERS="1", **variables).start().wait()

        def found(*paths, method="GET", **options):
            """Ask for these paths; return for how many there was a page that was kept."""
            program = Program(server.url)
            grown = asked(server, lambda: [program.request(method, p, **options) for p in paths])
            return grown.of("cache_requests_total", cache="pages", result="hit")

        return found

    return start


@pytest.mark.spec("CACHE-1", "METRICS-4")
def test_a_page_is_kept_for_anonymous_visitors(keeper):
    found = keeper()
    found("/")  # reads the sites, until the next reading of which pages are kept
    assert found("/profile/ada/", "/profile/1/", "/profile/kurt/") == 0
    assert found("/profile/ada/", "/profile/1/", "/profile/kurt/") == 3
    assert found("/", "/profiles/", "/stats/", "/healthz", "/profile/nobody/", "/profile/") == 0
    assert found("/", "/profiles/", "/stats/", "/healthz", "/profile/nobody/", "/profile/") == 0


@pytest.mark.spec("CACHE-1")
@pytest.mark.parametrize(("limit", "hits"), [("0", 0), ("1", 1), ("2", 2), ("1000", 4)])
def test_so_many_pages_are_kept_and_the_last_ones_of_more(keeper, limit, hits):
    found = keeper(KEPT_PAGES=limit)
    found("/")
    names = ["ada", "kurt", "sofja", "1"]
    found(*(f"/profile/{name}/" for name in names))
    assert found(*(f"/profile/{name}/" for name in reversed(names))) == hits


@pytest.mark.spec("CACHE-1", "SITE-3")
def test_pages_are_kept_until_the_sites_are_read_again(keeper):
    found = keeper(SITES_SECONDS="1")
    found("/")
    found("/profile/ada/")
    time.sleep(1.1)
    assert found("/profile/ada/") == 0


@pytest.mark.spec("CACHE-2")
@pytest.mark.parametrize(
    "different",
    [
        {"headers": {"Cookie": "a=b"}},
        {"headers": {"Cookie": ""}},
        {"headers": {"Authorization": "Bearer of-nothing"}},
        {"headers": {"Host": "localhost"}},
        {"headers": {"X-Forwarded-Proto": "https"}},
        {"params": {"q": "1"}},
        {"data": "a body"},
        {"method": "HEAD"},
    ],
    ids=str,
)
def test_a_request_that_differs_gets_no_page_that_was_kept_for_others(keeper, different):
    found = keeper()
    found("/")
    found("/profile/ada/")
    assert found("/profile/ada/", **different) == 0
    assert found("/profile/ada/") == 1


@pytest.mark.spec("CACHE-2")
@pytest.mark.parametrize(
    "first",
    [
        {"headers": {"Cookie": "a=b"}},
        {"headers": {"Host": "localhost"}},
        {"params": {"q": "1"}},
        {"data": "a body"},
        {"method": "HEAD"},
    ],
    ids=str,
)
def test_a_request_that_differs_leaves_no_page_for_others(keeper, first):
    found = keeper()
    found("/")
    found("/profile/ada/", **first)
    assert found("/profile/ada/") == 0


@pytest.mark.spec("CACHE-1", "LOG-1")
def test_a_page_that_is_kept_is_logged_as_any_other(process):
    server = process(WORKERS="1", PROXY_HOPS="1").start().wait()
    program = Program(server.url)
    program.get("/")
    headers = {"X-Forwarded-For": "192.0.2.1, 192.0.2.9"}
    ids = [program.get("/profile/ada/", headers=headers).headers["X-Request-ID"] for _ in range(3)]
    lines = [json.loads(line) for line in server.log().splitlines() if '"request"' in line]
    lines = [line for line in lines if line["request_id"] in ids]
    assert [line.pop("request_id") for line in lines] == ids
    for line in lines:
        del line["timestamp"], line["milliseconds"]
    assert lines[0]["address"] == "192.0.2.9"
    assert lines[0] == lines[1] == lines[2]


@pytest.mark.spec("CACHE-1", "HEALTH-3")
def test_a_page_that_is_kept_is_no_answer_without_the_database(process):
    server = process(WORKERS="1").start().wait()
    program = Program(server.url)
    program.get("/")
    assert [program.get("/profile/ada/").status_code for _ in range(2)] == [200, 200]
    database = Database(server.environment["DATABASE_URL"])
    database.rows("ALTER TABLE users RENAME TO away")
    assert program.get("/profile/ada/").status_code >= 500
    database.rows("ALTER TABLE away RENAME TO users")
    database.close()
    assert program.get("/profile/ada/").status_code == 200
