"""Fixtures: the built site, and a data folder with test results."""

import json

import pytest

from comparison.model import test_results
from comparison.model.source_refs import IMPLEMENTATIONS
from comparison.site import generator


@pytest.fixture(scope="session")
def built(tmp_path_factory):
    """The folder of a site that was built without any stored results."""
    return generator.build(tmp_path_factory.mktemp("data"))


@pytest.fixture
def data_dir(tmp_path):
    """A data folder with results of both; one test failed in the last implementation."""
    (tmp_path / "results").mkdir()
    for implementation in IMPLEMENTATIONS:
        tests = {
            f"{test.id}[one]": {
                "requirements": list(test.requirements), "outcome": "passed", "seconds": 0.5,
            }
            for test in test_results.tests()
        }  # fmt: skip
        run = {
            "target": implementation, "when": "2026-01-02T03:04:05Z", "how": "local",
            "versions": {implementation: "1.0"}, "stages": 3, "tests": tests,
        }  # fmt: skip
        if implementation == list(IMPLEMENTATIONS)[-1]:
            first = next(id for id, test in tests.items() if "PROFILE-1" in test["requirements"])
            tests[first.replace("[one]", "[two]")] = tests[first] | {
                "outcome": "failed", "message": "it failed", "exchange": "> GET /",
            }  # fmt: skip
        path = tmp_path / "results" / f"{implementation}.json"
        path.write_text(json.dumps(run), encoding="utf-8")
    return tmp_path
