"""The page of the faults: what each changes in both, and the test that noticed it."""

from collections import Counter
from dataclasses import dataclass

from comparison.model import fault_results, recorded, test_results
from comparison.model.fault_results import FaultResult
from comparison.model.source_refs import IMPLEMENTATIONS
from comparison.site.diff_hunks import changed_lines
from comparison.site.specification_page import sentence
from runner.faults import KINDS

TITLES = {kind: kind.capitalize() for kind in KINDS} | {"csrf": "CSRF"}


@dataclass(frozen=True)
class Entry:
    """An entry of the catalogue: its results by implementation, and their worst outcome."""

    results: dict[str, FaultResult]
    outcome: str

    @property
    def fault(self):
        return next(iter(self.results.values())).fault

    @property
    def group(self):
        return self.fault.requirement.rpartition("-")[0]


def pages(data_dir):
    """Yield path, template and context of the page."""
    results = fault_results.read(data_dir)
    outcomes = Counter(each.outcome for each in results)
    tried = len(results) - outcomes["not tried"]
    context = {
        "run": recorded.read(data_dir, "faults.json"),
        "tried": tried,
        "noticed": tried - outcomes["not noticed"],
        "outcomes": outcomes,
        "duration": format_duration(sum(each.seconds for each in results)),
        "kinds": count_by_kind(results),
        "totals": count_by_implementation(results),
        "sections": by_section(entries(results)),
        "classes": fault_results.CSS_CLASSES,
        "known_tests": {test.id for test in test_results.tests()},
        "sentence": sentence,
        "changed_lines": changed_lines,
    }
    yield "faults.html", "faults.html", context


def entries(results):
    """Return the Entries of the catalogue."""
    found = {}
    for each in results:
        found.setdefault(each.fault.entry, {})[each.fault.implementation] = each
    return [Entry(each, fault_results.worst(each.values())) for each in found.values()]


def by_section(found):
    """Return (id, title, Entries) of each section: what no test noticed, and then by kind."""
    missed = [entry for entry in found if entry.outcome == "not noticed"]
    sections = [("not-noticed", "Not noticed", missed)]
    for kind, title in TITLES.items():
        noticed = [each for each in found if each.fault.kind == kind and each not in missed]
        sections.append((f"kind-{kind}", title, noticed))
    return [each for each in sections if each[2]]


def count_by_kind(results):
    """Return (kind, title, Counters of outcomes) of each kind, a Counter per implementation."""
    found = [
        (kind, title, count_by_implementation(each for each in results if each.fault.kind == kind))
        for kind, title in TITLES.items()
    ]
    return [each for each in found if any(each[2])]


def count_by_implementation(results):
    """Return the number of faults by outcome, a Counter per implementation."""
    found = {name: Counter() for name in IMPLEMENTATIONS}
    for each in results:
        found[each.fault.implementation][each.outcome] += 1
    return [*found.values()]


def format_duration(seconds):
    """Return a number of seconds as hours and minutes."""
    hours, minutes = divmod(round(seconds / 60), 60)
    return f"{hours} h {minutes} min" if hours else f"{minutes} min"
