"""Users with a common word, and a server with many users."""

import secrets

import pytest

from runner.process import Process
from shared_tests.support.factories import new_user
from shared_tests.support.target import NOT_OFFERED


@pytest.fixture
def create_users(open_browser):
    """Return a function that signs up users with a common word; it returns (word, usernames)."""

    def create(number, **fields):
        word = secrets.token_hex(6)
        users = [new_user(**{"last_name": f"x{word.upper()}x"} | fields) for _ in range(number)]
        for user in users:
            open_browser().sign_up(**user)
        return word, [user["username"] for user in users]

    return create


@pytest.fixture(scope="module")
def large_server(target, tmp_path_factory):
    """A server with more than a thousand users."""
    if not target.implementation:
        pytest.skip(NOT_OFFERED)
    passwords = {"DEMO_PASSWORD": target.demo_password, "ADMIN_PASSWORD": target.admin_password}
    server = Process(target.implementation, tmp_path_factory.mktemp("many"), **passwords)
    server.start().wait()
    assert server.run(*target.implementation["manage"], "seed", "--count", "1150").returncode == 0
    yield server
    server.stop()
