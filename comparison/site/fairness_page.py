"""The page of fairness: the rules for both implementations, what is idiomatic, what was tuned."""

from comparison.model import recorded
from comparison.model.data import read_toml
from comparison.model.source_refs import IMPLEMENTATIONS, ROOT, resolve
from comparison.model.symbols import python_symbols
from runner.results import worst


def pages(data_dir):
    """Yield path, template and context of the page. Raises LookupError for an unknown name."""
    sections = read_toml("fairness.toml")
    found = recorded.read(data_dir, "repository.json")["tests"]
    for rule in sections["rule"]:
        for test in rule["tests"]:
            check_test_exists(test)
        rule["tests"] = [(test, outcome(test, found)) for test in rule["tests"]]
    for entry in sections["idiom"] + sections["tuned"]:
        for name in IMPLEMENTATIONS:
            entry[name] = [resolve(name, reference) for reference in entry.get(name, ())]
    yield "fairness.html", "fairness.html", sections


def outcome(test, found):
    """Return the last outcome of a test, the worst of its cases; "" for a test of the benchmark."""
    cases = [each["outcome"] for name, each in found.items() if name.partition("[")[0] == test]
    return worst(cases) if cases else ""


def check_test_exists(test):
    """Raise LookupError if a test does not exist."""
    file, _, name = test.partition("::")
    path = ROOT / file
    if not path.exists() or name not in python_symbols(path.read_text(encoding="utf-8")):
        raise LookupError(f"there is no test {test}")
