"""The page that says by what rules both sides were written, and where they were helped."""

from comparison.model.data import read_toml
from comparison.model.source_refs import ROOT, SIDES, resolve
from comparison.model.symbols import in_python


def pages(data_dir):
    """Yield path, template and context of the page. Raises LookupError where a place is gone."""
    sections = read_toml("fairness.toml")
    for rule in sections["rule"]:
        for test in rule["tests"]:
            check(test)
    for entry in sections["idiom"] + sections["tuned"]:
        for side in SIDES:
            entry[side] = [resolve(side, place) for place in entry.get(side, ())]
    yield "fairness.html", "fairness.html", sections


def check(test):
    """Raise LookupError for a test that does not exist."""
    file, _, name = test.partition("::")
    path = ROOT / file
    if not path.exists() or name not in in_python(path.read_text(encoding="utf-8")):
        raise LookupError(f"there is no test {test}")
