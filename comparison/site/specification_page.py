"""The page of the contract: requirements by side, from the last runs of the suite."""

from collections import Counter
from itertools import groupby

from comparison.model import spec, topics
from comparison.model.source_refs import SIDES
from shared_tests.launchers import results

WORST_FIRST = ["failed", "skipped", "passed", "not offered"]


def pages(data_dir):
    """Yield path, template and context of the page."""
    runs = results.read(data_dir)
    answered = topics.load()
    sections = [
        (section, [view(each, runs, answered) for each in found])
        for section, found in groupby(spec.requirements().values(), lambda each: each.section)
    ]
    context = {
        "runs": [*runs.values()],
        "names": [*runs],
        "sections": sections,
        "totals": {
            name: Counter(test["outcome"] for test in run["tests"].values())
            for name, run in runs.items()
        },
        "sides": [*SIDES],
    }
    yield "contract.html", "contract.html", context


def view(requirement, runs, answered):
    """Return what the page says about a requirement: its tests, outcomes, topics and failures."""
    tests = {}
    for name, run in runs.items():
        for test, told in run["tests"].items():
            if requirement.id in told["requirements"]:
                tests.setdefault(test, {})[name] = told
    return {
        "id": requirement.id,
        "text": requirement.text,
        "tests": [(test, sentence(test), by_run) for test, by_run in sorted(tests.items())],
        "outcomes": {name: overall(name, tests.values()) for name in runs},
        "topics": [topic for topic in answered if requirement.id in topic.requirements],
    }


def overall(name, tests):
    """Return the worst outcome of some tests in the run of this name, "not run" without any."""
    outcomes = {by_run[name]["outcome"] for by_run in tests if name in by_run}
    return next((outcome for outcome in WORST_FIRST if outcome in outcomes), "not run")


def sentence(test):
    """Return the name of a test as a sentence, with its parameter if it has one."""
    name, bracket, parameter = test.rpartition("::test_")[2].partition("[")
    return name.replace("_", " ") + (f" ({parameter[:-1]})" if bracket else "")
