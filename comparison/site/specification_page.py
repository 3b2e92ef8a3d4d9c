"""The page of the specification: each requirement with its tests in the last runs."""

from functools import cache
from itertools import groupby

from comparison.model import recorded, spec, test_results, topics
from comparison.model.source_refs import ROOT
from runner.results import worst


def pages(data_dir):
    """Yield path, template and context of the page."""
    runs = recorded.runs(data_dir)
    every_topic = topics.load()
    sections = [
        (section, [requirement_context(each, runs, every_topic) for each in found])
        for section, found in groupby(spec.requirements().values(), lambda each: each.section)
    ]
    context = {
        "runs": [*runs.values()],
        "names": [*runs],
        "sections": sections,
        "totals": test_results.totals(data_dir),
        "known_tests": {test.id for test in test_results.tests()},
    }
    yield "contract.html", "contract.html", context


def requirement_context(requirement, runs, every_topic):
    """Return the text, tests, outcomes and topics of a requirement."""
    tests = {}
    for name, run in runs.items():
        for test, result in run["tests"].items():
            if requirement.id in result["requirements"]:
                tests.setdefault(test, {})[name] = result
    return {
        "id": requirement.id,
        "text": requirement.text,
        "tests": [(test, sentence(test), by_run) for test, by_run in sorted(tests.items())],
        "elsewhere": [
            each
            for each in commands_elsewhere(requirement.id)
            if each.startswith("make") or not tests
        ],
        "outcomes": {name: worst_outcome(name, tests.values()) for name in runs},
        "topics": [topic for topic in every_topic if requirement.id in topic.requirements],
    }


@cache
def tests_elsewhere():
    """Return the text of the tests that are not run against a target of `make test`."""
    return {
        command: "".join(path.read_text(encoding="utf-8") for path in folder.glob("test_*.py"))
        for command, folder in (
            ("the tests of the repository", ROOT / "shared_tests" / "meta"),
            ("make test-browser", ROOT / "shared_tests" / "browser"),
            ("make test-scale", ROOT / "shared_tests" / "scale"),
            ("make test-swarm", ROOT / "shared_tests" / "swarm"),
        )
    }


def commands_elsewhere(name):
    """Return the commands that run other tests of a requirement."""
    return [command for command, text in tests_elsewhere().items() if f'"{name}"' in text]


def worst_outcome(name, tests):
    """Return the worst outcome of some tests in the run of this name, or "not run"."""
    outcomes = {by_run[name]["outcome"] for by_run in tests if name in by_run}
    return worst(outcomes) if outcomes else "not run"


def sentence(test):
    """Return the name of a test as a sentence, with its parameter if it has one."""
    name, bracket, parameter = test.rpartition("::test_")[2].partition("[")
    return name.replace("_", " ") + (f" ({parameter[:-1]})" if bracket else "")
