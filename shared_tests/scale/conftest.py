"""What the tests of several replicas are given: each implementation in turn, or all of them."""

import json
from pathlib import Path

import pytest

from shared_tests.scale.compose import url_of
from shared_tests.support.browser import Browser
from shared_tests.support.target import Target


def pytest_addoption(parser):
    parser.addoption("--targets", type=Path, help="the file in which the launcher put them")


def read(config):
    tables = json.loads(config.getoption("--targets").read_text(encoding="utf-8"))
    return [Target(**table) for table in tables]


def pytest_generate_tests(metafunc):
    """Run each test that is given a target once for each."""
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
    """The services that are its replicas."""
    return target.scaled["replicas"]


@pytest.fixture
def move(replicas):
    """Return a function that leads a visitor, with their cookies, to one replica alone."""

    def move(visitor, number):
        visitor.session.headers["Host"] = "localhost"  # to which the cookies belong
        visitor.base_url = url_of(replicas[number])
        return visitor

    return move


@pytest.fixture
def at_each(replicas, move):
    """Return a function that gives a new visitor at each replica."""
    return lambda: [move(Browser(""), number) for number in range(len(replicas))]
