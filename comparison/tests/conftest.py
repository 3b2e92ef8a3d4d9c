"""Fixtures: the built site, and a data folder with test results."""

import json
import os
import random

import pytest

from comparison.model import test_results
from comparison.model.source_refs import IMPLEMENTATIONS
from comparison.site import generator
from runner import signals
from runner.run_suite import set_sample_seed


def pytest_configure(config):
    signals.handle()
    config.addinivalue_line("markers", "process: it starts processes; with SAMPLE=6, a sixth runs")
    if os.environ.get("SAMPLE"):
        set_sample_seed()


def pytest_collection_modifyitems(items):
    """With SAMPLE=6, choose a random sixth of the slow tests that start processes."""
    sample = int(os.environ.get("SAMPLE") or 1)
    rng = random.Random(os.environ.get("SAMPLE_SEED"))  # noqa: S311
    items[:] = [
        item
        for item in items
        if not item.get_closest_marker("process") or not rng.randrange(sample)
    ]


@pytest.fixture(scope="session")
def built(tmp_path_factory):
    """The folder of a site that was built without any stored results."""
    return generator.build(tmp_path_factory.mktemp("data"))


@pytest.fixture
def data_dir(tmp_path):
    """A data folder with results of both; one test failed in the last implementation."""
    (tmp_path / "results").mkdir()
    for implementation in IMPLEMENTATIONS:
        tests: dict[str, dict] = {
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
