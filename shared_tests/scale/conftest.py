"""Fixtures of the scale tests: one implementation per test, or all of them, and their replicas."""

import json
from pathlib import Path

import pytest

from shared_tests.scale.compose import replica_url
from shared_tests.support.browser import Browser
from shared_tests.support.target import Target


def pytest_addoption(parser):
    parser.addoption("--targets", type=Path, help="the file in which the launcher put them")


def read(config):
    tables = json.loads(config.getoption("--targets").read_text(encoding="utf-8"))
    return [Target(**table) for table in tables]


def pytest_generate_tests(metafunc):
    """Run each test that uses `target` once for each implementation."""
    if "target" in metafunc.fixturenames:
        found = read(metafunc.config)
        names = [target.name for target in found]
        metafunc.parametrize("target", found, ids=names, scope="session")


@pytest.fixture(scope="session")
def targets(request):
    """All implementations."""
    return read(request.config)


@pytest.fixture
def replicas(target):
    """The services that are the replicas of the target."""
    return target.scaled["replicas"]


@pytest.fixture
def move(replicas):
    """Return a function that sends the requests of a client, with its cookies, to one replica."""

    def move(client, number):
        client.session.headers["Host"] = "localhost"  # the host of the cookies
        client.base_url = replica_url(replicas[number])
        return client

    return move


@pytest.fixture
def at_each(replicas, move):
    """Return a function that returns a new client for each replica."""
    return lambda: [move(Browser(""), number) for number in range(len(replicas))]
