"""The tests of each requirement, and their outcomes in the last runs of the test suite."""

import ast
from collections import Counter
from dataclasses import dataclass
from functools import cache

from comparison.model import recorded
from comparison.model.source_refs import IMPLEMENTATIONS, ROOT
from runner.results import worst

CSS_CLASSES = {"passed": "passes", "failed": "fails", "skipped": "fails", "not offered": "allowed"}


@dataclass(frozen=True)
class Test:
    """A test of the suite, with the id that pytest gives it, without parameters."""

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
    for path in sorted((ROOT / "shared_tests").rglob("test_*.py")):
        if {".venv", "meta", "scale", "swarm"} & set(path.relative_to(ROOT).parts):
            continue
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            if isinstance(node, ast.FunctionDef) and node.name.startswith("test_"):
                test_id = f"{path.relative_to(ROOT)}::{node.name}"
                found.append(Test(test_id, marked_requirements(node)))
    return found


def marked_requirements(function):
    """Return the requirements in the `spec` marks of a test function."""
    marks = [
        each
        for each in function.decorator_list
        if isinstance(each, ast.Call) and ast.unparse(each.func).endswith("mark.spec")
    ]
    return tuple(ast.literal_eval(argument) for mark in marks for argument in mark.args)


def tests_for(requirement):
    """Return the Tests that name a requirement."""
    return [test for test in tests() if requirement in test.requirements]


@cache
def outcomes(data_dir):
    """Return the last outcome of each test, as {implementation: {test id: outcome}}.

    A test with several parameters has the worst of their outcomes.
    """
    runs, found = recorded.runs(data_dir), {}
    for implementation in IMPLEMENTATIONS:
        by_id = found[implementation] = {}
        for name, test in runs[implementation]["tests"].items():
            test_id = name.partition("[")[0]
            by_id[test_id] = worst([by_id.get(test_id, "not offered"), test["outcome"]])
    return found


def worst_outcomes(tests, data_dir):
    """Return the worst outcome of some Tests by implementation, without those that ran none."""
    found = {
        implementation: [by_id[test.id] for test in tests if test.id in by_id]
        for implementation, by_id in outcomes(data_dir).items()
    }
    return {implementation: worst(each) for implementation, each in found.items() if each}


def totals(data_dir):
    """Return the number of cases by outcome in the last runs, as {implementation: Counter}."""
    found = {}
    for name, run in recorded.runs(data_dir).items():
        found[name] = Counter()
        for test in run["tests"].values():
            found[name][test["outcome"]] += test.get("cases", 1)
    return found
