"""What holds both sides to a requirement: the tests that name it, and how they last went."""

import ast
from collections import Counter
from dataclasses import dataclass
from functools import cache

from comparison.model.source_refs import ROOT, SIDES
from shared_tests.launchers import results

WORST_FIRST = ["failed", "skipped", "passed", "not offered"]
CLASSES = {"passed": "passes", "failed": "fails", "skipped": "fails", "not offered": "allowed"}


@dataclass(frozen=True)
class Test:
    """A test of the suite: the id that pytest gives it, without its parameters."""

    id: str
    requirements: tuple[str, ...]

    @property
    def sentence(self):
        return self.id.rpartition("::test_")[2].replace("_", " ")

    @property
    def file(self):
        return self.id.partition("::")[0]


@cache
def tests():
    """Return all Tests of the suite that name a requirement."""
    found = []
    for folder in ("shared_tests", "shared_tests/in_browser"):
        for path in sorted((ROOT / folder).glob("test_*.py")):
            for node in ast.parse(path.read_text(encoding="utf-8")).body:
                if isinstance(node, ast.FunctionDef) and node.name.startswith("test_"):
                    found.append(Test(f"{folder}/{path.name}::{node.name}", named(node)))
    return found


def named(function):
    """Return the requirements that the marks of a test name."""
    marks = [
        each
        for each in function.decorator_list
        if isinstance(each, ast.Call) and ast.unparse(each.func).endswith("mark.spec")
    ]
    return tuple(argument.value for mark in marks for argument in mark.args)


def tests_of(requirement):
    """Return the Tests that name a requirement."""
    return [test for test in tests() if requirement in test.requirements]


@cache
def outcomes(data_dir):
    """Return how each test last went on each side, as {side: {id: outcome}}.

    One with several parameters went as the worst of them; a side without a run has no outcomes.
    """
    runs, found = results.read(data_dir), {}
    for side in SIDES:
        found[side] = {}
        for name, test in runs.get(side, {"tests": {}})["tests"].items():
            so_far = found[side].get(name.partition("[")[0], "not offered")
            found[side][name.partition("[")[0]] = min(
                so_far, test["outcome"], key=WORST_FIRST.index
            )
    return found


def verdicts(tests, data_dir):
    """Return the worst outcome of some Tests on each side, for sides that ran any of them."""
    found = {
        side: [of[test.id] for test in tests if test.id in of]
        for side, of in outcomes(data_dir).items()
    }
    return {side: min(each, key=WORST_FIRST.index) for side, each in found.items() if each}


def totals(data_dir):
    """Return how many tests, each with its parameters, went how in the last runs, by side."""
    runs = results.read(data_dir)
    return {
        side: Counter(test["outcome"] for test in runs[side]["tests"].values())
        for side in SIDES
        if side in runs
    }
