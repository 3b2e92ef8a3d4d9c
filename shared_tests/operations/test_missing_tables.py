"""A database to which not all migrations have been applied."""

import json

import pytest

from shared_tests.support.browser import Browser
from shared_tests.support.factories import new_user
from shared_tests.support.target import Database

PATHS = ["/profile/1/", "/profiles/", "/stats/"]


@pytest.fixture
def development(process, target):
    """Return a function that starts a server without migrations, with development settings."""
    settings = {target.implementation["settings_variable"]: "config.settings.dev"}
    return lambda **more: process(**settings, **more).serve().wait("/healthz")


def get_all(server):
    return [Browser(server.url).get(path) for path in PATHS]


def assert_named(server, target, pages, in_pages):
    """Check that the log, and the pages if `in_pages`, name the command without a traceback."""
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
def test_the_error_page_names_the_migrate_command_in_development(development, target):
    server = development()
    assert Browser(server.url).get("/").status == 200
    assert_named(server, target, get_all(server), True)


@pytest.mark.spec("ERROR-5")
@pytest.mark.parametrize("cookie", ["session=x; sessionid=x", ""])
def test_the_error_page_names_no_command_outside_development(serve, target, cookie):
    server = serve()
    pages = [Browser(server.url).get(path, headers={"Cookie": cookie}) for path in PATHS]
    assert_named(server, target, pages, False)
    assert "no such table" not in pages[0].response.text


@pytest.mark.spec("ERROR-5")
def test_missing_tables_in_postgresql_are_reported(development, postgresql, target):
    server = development(DATABASE_URL=postgresql)
    assert_named(server, target, get_all(server), True)


@pytest.mark.spec("ERROR-5")
def test_a_missing_column_is_reported_like_a_missing_table(start, target):
    server = start()
    browser = Browser(server.url)
    browser.get("/accounts/signup/")
    database = Database(server.environment["DATABASE_URL"])
    database.rows("ALTER TABLE users RENAME COLUMN location TO place")
    database.close()
    pages = [browser.submit("signup-form", **new_user()), browser.get("/profile/1/")]
    assert_named(server, target, pages, False)


@pytest.mark.spec("ERROR-5", "HEALTH-3")
def test_an_unavailable_database_returns_503_and_not_500(development):
    page = Browser(development(DATABASE_URL="sqlite:////nowhere/x.db").url).get("/profile/1/")
    assert page.status == 503
    assert int(page.headers["Retry-After"]) > 0
