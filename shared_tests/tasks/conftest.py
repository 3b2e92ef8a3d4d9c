"""Servers whose emails wait in the database, on SQLite and PostgreSQL."""

import os
import signal
import time

import pytest

from shared_tests.support.browser import Browser
from shared_tests.support.target import Database


@pytest.fixture(params=["sqlite", "postgresql"])
def launch(request, start, process):
    """Return a function that starts a server on the database of the test."""
    if request.param == "sqlite":
        return start
    url = request.getfixturevalue("postgresql")
    assert process(DATABASE_URL=url).run("./prepare.sh", seconds=300).returncode == 0
    return lambda **variables: process(DATABASE_URL=url, **variables).serve().wait()


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


@pytest.fixture
def kill():
    """Return a function that kills all processes of a server at once."""

    def kill(server):
        os.killpg(server.process.pid, signal.SIGKILL)
        server.process.wait()

    return kill
