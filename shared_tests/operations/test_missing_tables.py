"""A database whose migrations have not run, or not all of them."""

import json

import pytest

from runner.process import SERVE
from shared_tests.support.browser import Browser
from shared_tests.support.target import Database

PATHS = ["/profile/1/", "/profiles/", "/stats/"]


@pytest.fixture
def development(process, target):
    """Return a function that serves without any preparation, with the settings for development."""
    settings = {target.implementation["settings_variable"]: "config.settings.dev"}
    return lambda **more: process(**settings, **more).start(*SERVE).wait("/healthz")


def get_all(server):
    return [Browser(server.url).get(path) for path in PATHS]


def assert_named(server, target, pages, in_pages):
    """Check that the log names the command, in lines without a traceback, and perhaps the pages."""
    command = " ".join(target.implementation["migrate"])
    for page in pages:
        assert page.status == 500
        assert "Retry-After" not in page.headers
        assert (command in page.response.text) is in_pages
        lines = [json.loads(line) for line in server.log().splitlines() if line.startswith("{")]
        own = [line for line in lines if line.get("request_id") == page.headers["X-Request-ID"]]
        errors = [line for line in own if line["level"] == "error"]
        assert errors
        assert all(command in line["event"] and "exception" not in line for line in errors)
    assert "Traceback" not in server.log()


@pytest.mark.spec("ERROR-5")
def test_the_page_names_the_command_in_development(development, target):
    server = development()
    assert Browser(server.url).get("/").status == 200
    assert_named(server, target, get_all(server), True)


@pytest.mark.spec("ERROR-5")
@pytest.mark.parametrize("cookie", ["session=x; sessionid=x", ""])
def test_the_page_names_no_command_elsewhere(serve, target, cookie):
    server = serve()
    pages = [Browser(server.url).get(path, headers={"Cookie": cookie}) for path in PATHS]
    assert_named(server, target, pages, False)
    assert "no such table" not in pages[0].response.text


@pytest.mark.spec("ERROR-5")
def test_postgresql_lacks_tables_too(development, postgresql, target):
    server = development(DATABASE_URL=postgresql)
    assert_named(server, target, get_all(server), True)


@pytest.mark.spec("ERROR-5")
def test_a_missing_column_is_like_a_missing_table(start, target):
    server = start()
    database = Database(server.environment["DATABASE_URL"])
    database.rows("ALTER TABLE users RENAME COLUMN location TO place")
    database.close()
    assert_named(server, target, [Browser(server.url).get("/profile/1/")], False)


@pytest.mark.spec("ERROR-5", "HEALTH-3")
def test_a_database_that_is_away_is_no_missing_table(development):
    page = Browser(development(DATABASE_URL="sqlite:////nowhere/x.db").url).get("/profile/1/")
    assert page.status == 503
    assert int(page.headers["Retry-After"]) > 0
