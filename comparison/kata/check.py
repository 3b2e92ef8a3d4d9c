"""Runs the tests of an exercise's requirements against its copy."""

import json
import re
from dataclasses import dataclass
from pathlib import Path

from comparison.model import test_results
from comparison.model.source_refs import ROOT
from runner import command
from runner.serve import data_dir

HEADER = re.compile(r"^[<>] (?!Location)[A-Za-z-]+: .*\n", re.MULTILINE)
OTHER_LAUNCHERS = ("browser", "one_database", "scale", "swarm")  # folders with other targets


@dataclass(frozen=True)
class Outcome:
    """How the tests of a requirement ended: numbers of tests that passed and failed."""

    requirement: str
    passed: int
    failed: int

    @property
    def state(self):
        if self.failed:
            return "red"
        return "green" if self.passed else "not tested"


@dataclass(frozen=True)
class Report:
    """The tests of an exercise by id, with their outcomes; none if the copy did not start."""

    requirements: tuple[str, ...]
    tests: dict[str, dict]
    log: str

    def outcomes(self):
        """Return an Outcome for each requirement."""
        return [self.outcome(name) for name in self.requirements]

    def outcome(self, requirement):
        found = [
            test["outcome"] for test in self.tests.values() if requirement in test["requirements"]
        ]
        return Outcome(requirement, found.count("passed"), found.count("failed"))

    @property
    def is_green(self):
        """Whether tests ran and none failed."""
        states = [each.state for each in self.outcomes()]
        return "green" in states and "red" not in states

    def first_failure(self):
        """Return the id of the first test that failed, and its outcome, or None."""
        return next(
            ((id, test) for id, test in self.tests.items() if test["outcome"] == "failed"), None
        )


def select_tests(requirements):
    """Return pytest's ids of the tests that check one of these requirements."""
    return [
        test.id
        for test in test_results.tests()
        if {*requirements} & {*test.requirements} and test.id.split("/")[1] not in OTHER_LAUNCHERS
    ]


def run(workspace):
    """Run the tests of the requirements of a workspace; return the Report."""
    requirements = workspace.exercise.topic.requirements
    folder = data_dir() / "kata" / f"{workspace.side}.run"
    results = data_dir() / "kata" / f"{workspace.side}.results.json"
    python = str(ROOT / "shared_tests" / ".venv" / "bin" / "python")
    options = [f"--results={results}", f"--folder={folder}"]
    tests = [workspace.side, str(workspace.folder), *select_tests(requirements)]
    command.status([python, "-m", "runner.run_copy", *options, *tests], cwd=ROOT)
    tests = json.loads(results.read_text(encoding="utf-8"))["tests"] if results.exists() else {}
    return Report(requirements, tests, str(folder / f"{workspace.side}.log"))


def last_exchange(test):
    """Return the last request and response of a failed test, without most headers."""
    last = re.split(r"\n\n(?=> [A-Z]+ )", test.get("exchange", ""))[-1]
    return HEADER.sub("", last).strip()


def find_traceback(report, test):
    """Return the traceback that the server logged for the last request of a failed test, or ""."""
    found = re.findall(r"^< X-Request-ID: (\S+)$", test.get("exchange", ""), re.MULTILINE)
    log = Path(report.log).read_text(encoding="utf-8", errors="replace")
    for line in log.splitlines() if found else ():
        if found[-1] in line and '"exception"' in line:
            return json.loads(line)["exception"]
    return ""
