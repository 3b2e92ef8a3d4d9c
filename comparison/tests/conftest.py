"""What the tests of the site share: the site itself, built without and with results."""

import json
from pathlib import Path

import pytest

from comparison.model import test_results
from comparison.model.source_refs import SIDES
from comparison.site import generator


@pytest.fixture(scope="session")
def built(tmp_path_factory):
    """The folder of a site that was built where nothing was ever run."""
    return generator.build(tmp_path_factory.mktemp("data"))


@pytest.fixture
def data_dir(tmp_path):
    """A data folder with results of both sides, in which one test failed on the last side."""
    (tmp_path / "results").mkdir()
    for side in SIDES:
        tests = {
            f"{test.id}[one]": {
                "requirements": list(test.requirements), "outcome": "passed", "seconds": 0.5,
            }
            for test in test_results.tests()
        }  # fmt: skip
        run = {
            "target": side, "when": "2026-01-02T03:04:05Z", "how": "local",
            "versions": {side: "1.0"}, "stages": 3, "tests": tests,
        }  # fmt: skip
        if side == list(SIDES)[-1]:
            first = next(iter(tests))
            tests[first.replace("[one]", "[two]")] = tests[first] | {
                "outcome": "failed", "message": "it failed", "exchange": "> GET /",
            }  # fmt: skip
        Path(tmp_path / "results" / f"{side}.json").write_text(json.dumps(run), encoding="utf-8")
    return tmp_path
