"""The documents have the figures of the recorded run."""

import json
import re
from statistics import median

import pytest

from bench import report
from bench.results import BY_PK, DIRECTORY, OWN, cpu
from runner.process import ROOT

LINK = re.compile(r"\[([^]]+)\]\([^)]+\)")


@pytest.fixture(scope="module")
def recorded():
    path = ROOT / "comparison" / "recorded" / "bench.json"
    return json.loads(path.read_text(encoding="utf-8"))


def read_lines(name):
    """Return the lines of a document, without the URLs of links."""
    return LINK.sub(r"\1", (ROOT / "docs" / name).read_text(encoding="utf-8")).splitlines()


def test_the_benchmark_has_the_recorded_results(recorded):
    table = report.markdown(recorded["targets"], recorded["implementations"])
    assert set(table.splitlines()) <= set(read_lines("benchmark.md"))


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("from the start of the process to the first page from the database", "start"),
        ("memory of two workers after load", "memory"),
    ],
)
def test_the_benchmark_has_the_recorded_costs(recorded, text, key):
    values = " | ".join(f"{value:.2f}" for value in recorded["results"][key].values())
    assert f"| {text} | {values} |" in read_lines("benchmark.md")


@pytest.mark.parametrize(
    ("text", "workload", "key"),
    [
        ("CPU time of a replica for a profile page", BY_PK, "server"),
        ("for one's own profile page", OWN, "server"),
        ("for the directory", DIRECTORY, "server"),
        ("CPU time of PostgreSQL for a profile page", BY_PK, "database"),
        ("for the directory in PostgreSQL", DIRECTORY, "database"),
    ],
)
def test_the_sizing_has_the_recorded_times(recorded, text, workload, key):
    samples = [recorded["samples"][workload][name] for name in recorded["implementations"]]
    medians = [median(sample[key] for sample in each) for each in samples]
    times = " | ".join(f"{seconds * 1e3:.2g} ms" for seconds in medians)
    assert f"| {text} | {times} |" in read_lines("operations.md")


def test_the_sizing_has_the_pages_per_second_that_follow(recorded):
    rates = []
    for name in recorded["implementations"]:
        samples = recorded["samples"][BY_PK][name]
        rates.append(0.5 / (median(map(cpu, samples))))
    text = " | ".join(f"{rate:.0f}" for rate in rates)
    assert f"| profile pages per second of a processor | {text} |" in read_lines("operations.md")
