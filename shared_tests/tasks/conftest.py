"""Servers whose emails wait in the database, on SQLite and PostgreSQL."""

import time
from urllib.parse import urlsplit

import pytest

from runner.process import Process
from shared_tests.support.browser import Browser
from shared_tests.support.target import NOT_OFFERED, Database, new_database, own_passwords


@pytest.fixture(scope="session")
def prepared_on_postgresql(target, tmp_path_factory):
    """The name of a PostgreSQL database that `prepare.sh` has prepared, for tests to copy."""
    if not target.implementation or not target.postgresql:
        pytest.skip(NOT_OFFERED)
    with new_database(target.postgresql) as url:
        variables = own_passwords(target) | {"DATABASE_URL": url}
        process = Process(target.implementation, tmp_path_factory.mktemp("prepared"), **variables)
        assert process.run("./prepare.sh", seconds=300).returncode == 0
        yield urlsplit(url).path.strip("/")


@pytest.fixture(params=["sqlite", "postgresql"])
def launch(request, target, start, process):
    """Return a function that starts a server on the database of the test."""
    if request.param == "sqlite":
        yield start
        return
    template = request.getfixturevalue("prepared_on_postgresql")
    with new_database(target.postgresql, template) as url:
        yield lambda **variables: process(DATABASE_URL=url, **variables).serve().wait()


@pytest.fixture
def start_worker(process):
    """Return a function that starts the command `worker` on the database of a server."""

    def start(server, **variables):
        environment = {"DATABASE_URL": server.environment["DATABASE_URL"]} | variables
        worker = process(**environment)
        return worker.start(*worker.implementation["manage"], "worker")

    return start


@pytest.fixture
def tasks():
    """Return a function that returns columns of the tasks in the database of a server."""

    def read(server, columns="id"):
        database = Database(server.environment["DATABASE_URL"])
        try:
            return database.rows(f"SELECT {columns} FROM tasks ORDER BY id")
        finally:
            database.close()

    return read


@pytest.fixture
def wait_for_tasks(tasks):
    """Return a function that waits until the tasks of a server have these values."""

    def wait(server, columns, expected, seconds=20):
        deadline = time.monotonic() + seconds
        while (found := tasks(server, columns)) != expected:
            assert time.monotonic() < deadline, (found, server.log())
            time.sleep(0.1)

    return wait


@pytest.fixture
def request_reset():
    """Return a function that requests a password reset for email addresses."""

    def request(server, *emails):
        for email in emails:
            Browser(server.url).request_password_reset(email)

    return request
