"""Fixtures of the tests on a swarm: all implementations, under load."""

import os
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest

from shared_tests.scale.conftest import pytest_addoption, pytest_generate_tests, targets
from shared_tests.scale.load import ACCEPTED, Load

__all__ = ["pytest_addoption", "pytest_generate_tests", "targets"]


@pytest.fixture
def secrets():
    """The contents of the files with secrets, at least one."""
    files = [*Path(os.environ["SECRETS"]).glob("*_*")]
    assert files
    return [path.read_text(encoding="utf-8").strip() for path in files]


@pytest.fixture
def load(targets):
    """Return a context manager: no request to any implementation fails during the block.

    With the argument `methods`, this holds for these methods, and acknowledged changes are stored.
    """

    @contextmanager
    def run(*methods):
        with ExitStack() as stack:
            loads = [stack.enter_context(Load(target.url)) for target in targets]
            yield
        for each in loads:
            assert each.seen("GET") == {200}
            assert each.seen("POST") & ACCEPTED
            assert "POST" not in methods or each.seen("POST") <= ACCEPTED
            assert each.faults() == []

    return run
