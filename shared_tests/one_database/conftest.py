"""Fixtures: both implementations on one database, and a browser that changes between them."""

from itertools import permutations, product
from types import SimpleNamespace
from urllib.parse import urlsplit

import psycopg
import pytest

from runner import postgresql
from runner.run_shared_suite import shared
from runner.shared_database import BOTH, processes
from shared_tests.support.browser import Browser
from shared_tests.support.mailbox import Mailbox
from shared_tests.support.target import Database

DATABASES = ("sqlite", "postgresql")


@pytest.fixture(scope="session")
def cluster():
    """The URL of the superuser of a PostgreSQL cluster."""
    with postgresql.cluster() as url:
        yield url or pytest.skip("PostgreSQL is not installed")


@pytest.fixture(params=DATABASES)
def empty_pair(request, tmp_path):
    """The processes of both implementations, by name, on an empty database."""
    variables = {"DEMO_PASSWORD": "demo-in-a-test", "ADMIN_PASSWORD": "admin-in-a-test"}
    if request.param == "postgresql":
        administrator = request.getfixturevalue("cluster")
        name = f"test_{abs(hash(tmp_path))}"
        with psycopg.connect(administrator, autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {name}")
        variables["DATABASE_URL"] = administrator.replace("/postgres?", f"/{name}?")
    return processes(tmp_path, "test", **variables)


@pytest.fixture(params=BOTH)
def owner(request):
    """The implementation that makes the tables."""
    return request.param


@pytest.fixture
def database(empty_pair):
    """The database of `empty_pair`."""
    connection = Database(next(iter(empty_pair.values())).environment["DATABASE_URL"])
    yield connection
    connection.close()


@pytest.fixture(scope="session", params=product(DATABASES, BOTH), ids="-".join)
def pair(request, tmp_path_factory):
    """Both implementations behind a front door: the target of a suite, and their processes."""
    kind, owner = request.param
    with shared(owner, tmp_path_factory.mktemp("pair"), kind) as (target, servers):
        yield SimpleNamespace(**target, servers=servers)


@pytest.fixture(params=permutations(BOTH), ids="-then-".join)
def urls(request, pair):
    """The URLs of the implementation that writes and of the one that reads."""
    return [pair.servers[name].url for name in request.param]


@pytest.fixture
def browser(urls):
    """A browser at the implementation that writes."""
    return Browser(urls[0])


@pytest.fixture
def move(urls):
    """Return a function that moves a browser to the implementation that reads.

    A form of the current page is then submitted there.
    """

    def move(browser):
        browser.base_url = urls[1]
        if browser.page:
            browser.page.url = urls[1] + urlsplit(browser.page.url).path
        return browser

    return move


@pytest.fixture
def mailbox(pair):
    """The email that both sent."""
    return Mailbox(pair.mailbox)
