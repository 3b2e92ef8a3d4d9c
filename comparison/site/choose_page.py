"""The page to choose: a verdict, a table of criteria, and what this application does not cover."""

from comparison.measure import metrics
from comparison.model import spec, test_results
from comparison.model.data import read_toml
from comparison.model.source_refs import IMPLEMENTATIONS


def pages(data_dir):
    """Yield path, template and context of the page. Raises KeyError for an unknown number."""
    found = metrics.by_key(data_dir)
    numbers = format_numbers(found.values())
    data = read_toml("choose.toml")
    for each in data["verdict"]:
        each["why"] = each["why"].format_map(numbers)
    for each in data["criterion"]:
        each["by"] = each["by"].format_map(numbers)
        metric = found.get(each.get("metric"))
        each["ahead"] = (metric.ahead or "even") if metric else each["ahead"]
        each["ratio"] = f"{metric.ratio:.2f}" if metric else ""
    yield "choose.html", "choose.html", data


def format_numbers(found):
    """Return the numbers that a text can refer to: {key: {implementation or "ratio": text}}."""
    numbers = {
        each.key: {name: each.text(name) for name in IMPLEMENTATIONS}
        | {"ratio": f"{each.ratio:.2f}"}
        for each in found
        if each.ratio
    }
    return numbers | {
        "requirements": f"{len(spec.requirements()):,}",
        "tests": f"{len(test_results.tests()):,}",
    }
