"""The database is unavailable, and users have sessions."""

import psycopg
import pytest

from shared_tests.support.browser import Browser
from shared_tests.support.factories import new_user
from shared_tests.support.target import Database

PATHS = ("/profile/", "/profile/ada/", "/profiles/", "/accounts/edit/", "/accounts/login/")


@pytest.fixture
def outage(pair):
    """Return a function that ends all connections to the database, and allows no new ones."""
    if not pair.database.startswith("postgresql"):
        pytest.skip("SQLite is a file, which does not become unavailable")
    database = Database(pair.database)
    ((name,),) = database.rows("SELECT current_database()")
    database.close()
    with psycopg.connect(
        pair.database.replace(f"/{name}?", "/template1?"), autocommit=True
    ) as administrator:

        def interrupt():
            administrator.execute(f'ALTER DATABASE "{name}" ALLOW_CONNECTIONS false')
            query = (
                "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = %s"
            )
            administrator.execute(query, [name])

        yield interrupt
        administrator.execute(f'ALTER DATABASE "{name}" ALLOW_CONNECTIONS true')


@pytest.mark.spec("HEALTH-3", "SHARE-3")
def test_pages_return_503_to_users_with_a_session(pair, outage):
    browsers = [Browser(server.url) for server in pair.servers.values()]
    for browser in browsers:
        browser.sign_up(**new_user())
    outage()
    for browser in browsers:
        for server in pair.servers.values():
            browser.base_url = server.url
            statuses = {path: browser.get(path).status for path in PATHS}
            assert (server.url, statuses) == (server.url, dict.fromkeys(PATHS, 503))
