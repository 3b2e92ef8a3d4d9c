"""A run as `make bench` would have found it, with numbers that are easy to reckon with."""

import pytest

from bench import figures

SIDES = ["django", "flask"]
ONCE = (figures.BY_PK, figures.OWN, figures.DURING_LOGINS, figures.BY_USERNAME)
ONCE += (figures.FEW_BY_PK, figures.FEW_BY_USERNAME)


def samples(*rates):
    """Return one sample for each round."""
    common = {"requests": 10, "seconds": 1, "p50": 0.01, "server": 0.002, "database": 0.001}
    return [common | {"rate": rate, "p99": 1 / rate} for rate in rates]


@pytest.fixture
def found():
    """What a quick run has found: all is equal but the rates of the page by pk."""
    measured = {name: {side: samples(50, 50, 50) for side in SIDES} for name in ONCE}
    measured[figures.BY_PK] = {
        figures.FLOOR: samples(100, 200, 400),
        "django": samples(50, 50, 50),
        "flask": samples(20, 20, 20),
    }
    return {
        "sides": SIDES,
        "quick": True,
        "people": 100_000,
        "samples": measured,
        "statements": {
            page: {"django": 1, "flask": 2} for page in ("by_pk", "by_username", "own", "another")
        },
        "directory_far": {"django": 1, "flask": 1},
        "search_ms": {"django": 1, "flask": 1},
        "start_seconds": {"floor": [1, 2, 3], "django": [2, 2, 9], "flask": [4, 4, 4]},
        "memory_bytes": {"floor": [100], "django": [130], "flask": [200]},
    }
