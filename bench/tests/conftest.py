"""The samples of a run, with simple numbers."""

import pytest

from bench import results, tunings
from runner import signals

IMPLEMENTATIONS = ["django", "flask"]
EQUAL = (
    results.BY_PK, results.OWN, results.DURING_LOGINS, results.REVALIDATED, results.PROXIED,
    results.BY_USERNAME, results.FEW_BY_PK, results.FEW_BY_USERNAME,
)  # fmt: skip


def pytest_configure():
    signals.handle()


def samples(*rates):
    """Return a sample for each round."""
    common = {"requests": 10, "seconds": 1, "p50": 0.01, "server": 0.002, "database": 0.001}
    return [common | {"rate": rate, "p99": 1 / rate} for rate in rates]


@pytest.fixture
def found():
    """The samples of a quick run: all are equal except the rates of the page by pk."""
    measured = {
        name: {implementation: samples(50, 50, 50) for implementation in IMPLEMENTATIONS}
        for name in EQUAL
    }
    measured[results.BY_PK] = {
        results.BASELINE: samples(100, 200, 400),
        "django": samples(50, 50, 50),
        "flask": samples(20, 20, 20),
    }
    statements = {}
    for implementation in IMPLEMENTATIONS:
        for settings in tunings.list_settings(implementation):
            workload = tunings.workload_name(settings)
            measured.setdefault(workload, {})[implementation] = samples(10, 20, 40)
            statements.setdefault(workload, {})[implementation] = 3
    return {
        "implementations": IMPLEMENTATIONS,
        "tutorial_statements": statements,
        "writes": {each: {"django": 0.5, "flask": 0.6} for each in ("signup", "login", "edit")},
        "quick": True,
        "users": 100_000,
        "samples": measured,
        "statements": {
            page: {"django": 1, "flask": 2} for page in ("by_pk", "by_username", "own", "another")
        },
        "directory_far": {"django": 1, "flask": 1},
        "searches": {
            each: {"django": 1, "flask": 1}
            for each in ("search_ms", "slowest_search_ms", "slowest_admin_search_ms")
        },
        "start_seconds": {"baseline": [1, 2, 3], "django": [2, 2, 9], "flask": [4, 4, 4]},
        "memory_bytes": {"baseline": [100], "django": [130], "flask": [200]},
    }
