"""The pages of results: the last run of the suite, by group of requirements, and the benchmark."""

from collections import Counter

from comparison.model import recorded, spec, test_results
from comparison.model.source_refs import IMPLEMENTATIONS, ROOT
from comparison.model.symbols import python_symbols
from comparison.site import highlight, markdown

TESTS = ROOT / "shared_tests"


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
            (group, name, [each[group] for each in counts])
            for group, name in first.items()
            if any(each[group] for each in counts)
        ],
        "totals": [test_results.totals(data_dir)[name] for name in IMPLEMENTATIONS],
        "classes": test_results.CSS_CLASSES,
    }
    yield "tests/index.html", "results.html", context
    yield from test_file_pages(data_dir)
    _, _, text = (ROOT / "docs" / "benchmark.md").read_text(encoding="utf-8").partition("\n")
    context = {
        "bench": recorded.read(data_dir, "bench.json"),
        "flames": recorded.read(data_dir, "bench/flame_graphs.json"),
        "graphs": {
            name: recorded.find_text(data_dir, f"bench/flame_graph_{name}.svg")
            for name in IMPLEMENTATIONS
        },
        "text": markdown.document(text, ""),
    }
    yield "bench.html", "bench.html", context


def test_file_pages(data_dir):
    """Yield path, template and context of a page for each file with tests."""
    for path in test_files():
        text, file = path.read_text(encoding="utf-8"), path.relative_to(TESTS).as_posix()
        context = {
            "file": file,
            "lines": highlight.text_lines(text, path.name),
            "starts": {first: name for name, (first, _) in python_symbols(text).items()},
            "results": outcomes_in(f"shared_tests/{file}", data_dir),
            "classes": test_results.CSS_CLASSES,
        }
        yield f"tests/{file}.html", "test_file.html", context


def outcomes_in(file, data_dir):
    """Return the last outcomes of the tests in a file, as {test: {implementation: outcome}}.

    The dict is empty if none was run: other commands than `make test` run the tests of a browser.
    """
    outcomes = test_results.outcomes(data_dir)
    found = {
        test.id.rpartition("::")[2]: {name: each.get(test.id) for name, each in outcomes.items()}
        for test in test_results.tests()
        if test.file == file
    }
    return found if any(any(each.values()) for each in found.values()) else {}


def test_files():
    """Return the paths of all files with tests, sorted."""
    found = TESTS.rglob("test_*.py")
    return sorted(path for path in found if ".venv" not in path.parts)


def count_by_group(run):
    """Return the number of cases by outcome, as {group of requirements: Counter}."""
    found = {name.rpartition("-")[0]: Counter() for name in spec.requirements()}
    for test in run["tests"].values():
        for group in {name.rpartition("-")[0] for name in test["requirements"]}:
            found[group][test["outcome"]] += test.get("cases", 1)
    return found
