"""Fixtures of the repository's tests."""

import pytest


@pytest.fixture(autouse=True)
def _every_test_runs(monkeypatch):
    """A run of the suite that a test starts leaves out no test."""
    for name in ("SAMPLE", "SHARE", "SAMPLE_SEED"):
        monkeypatch.delenv(name, raising=False)
