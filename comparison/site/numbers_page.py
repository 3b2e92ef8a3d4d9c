"""The page of the numbers: one table of all of them, and the packages of both with their age."""

from itertools import groupby

from comparison.measure import metrics
from comparison.measure.dependencies import dependencies
from comparison.measure.releases import days_since_release
from comparison.model import recorded
from comparison.model.source_refs import IMPLEMENTATIONS


def pages(data_dir):
    """Yield path, template and context of the page."""
    numbers = recorded.read(data_dir, "numbers.json")
    found = metrics.load(data_dir)
    groups = [(name, list(each)) for name, each in groupby(found, lambda each: each.group)]
    releases = numbers.get("releases", {})
    context = {
        "numbers": numbers,
        "bench": recorded.read(data_dir, "bench.json"),
        "groups": [(name, each, metrics.geometric_mean(each)) for name, each in groups],
        "plots": [(name, each) for name, each in groups if name in PLOTTED],
        "packages": {name: dependencies(name) for name in IMPLEMENTATIONS},
        "releases": releases,
        "ages": {
            name: days_since_release(each, numbers["when"]) for name, each in releases.items()
        },
    }
    yield "numbers.html", "numbers.html", context


PLOTTED = {"Lines", "Response time", "Memory"}
