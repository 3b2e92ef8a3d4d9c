"""The pages of results: the last run of the suite, by group of requirements, and the benchmark."""

from collections import Counter

from comparison.model import recorded, spec, test_results
from comparison.model.source_refs import IMPLEMENTATIONS, ROOT
from comparison.site import markdown


def pages(data_dir):
    """Yield path, template and context of each page."""
    runs = [recorded.runs(data_dir)[name] for name in IMPLEMENTATIONS]
    counts = [count_by_group(run) for run in runs]
    first = {}
    for name in spec.requirements():
        first.setdefault(name.rpartition("-")[0], name)
    context = {
        "runs": runs,
        "groups": [
            (group, name, [each[group] for each in counts]) for group, name in first.items()
        ],
        "totals": [test_results.totals(data_dir)[name] for name in IMPLEMENTATIONS],
        "classes": test_results.CSS_CLASSES,
    }
    yield "tests.html", "results.html", context
    _, _, text = (ROOT / "docs" / "benchmark.md").read_text(encoding="utf-8").partition("\n")
    context = {"bench": recorded.read(data_dir, "bench.json"), "text": markdown.document(text, "")}
    yield "bench.html", "bench.html", context


def count_by_group(run):
    """Return the number of cases by outcome, as {group of requirements: Counter}."""
    found = {name.rpartition("-")[0]: Counter() for name in spec.requirements()}
    for test in run["tests"].values():
        for group in {name.rpartition("-")[0] for name in test["requirements"]}:
            found[group][test["outcome"]] += test.get("cases", 1)
    return found
