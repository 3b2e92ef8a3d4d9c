"""Runs the suite on the newest releases, and prints what is deprecated there.

python -m runner.run_newest_tests [--only SELECTION]

The environments are those of `make test-newest`. A whole run stores the date, the versions and the
numbers of tests in DATA_DIR/newest.json, for `make record`.
"""

import argparse
import json
import os
import sys
import tempfile
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

from runner import deprecations, report, signals
from runner.process import ROOT, Process, implementations
from runner.run_suite import local, run_selected, run_suite, set_sample_seed
from runner.serve import data_dir

ENVIRONMENTS = ROOT / ".data/newest"
# The versions that are printed and stored.
SHOWN = ("python", "django", "djangorestframework", "flask", "werkzeug", "sqlalchemy", "gunicorn")
READ_VERSIONS = """
import json, platform
from importlib.metadata import distributions
versions = {each.name.lower(): each.version for each in distributions()}
print(json.dumps(versions | {"python": platform.python_version()}))
"""


def newest():
    """Return the table of each implementation with an environment, which its processes use, by name."""
    found = {}
    for name, table in implementations().items():
        programs = ENVIRONMENTS / table["tree"] / ".venv" / "bin"
        if programs.is_dir():
            found[name] = table | {"variables": {"PATH": f"{programs}:{os.environ['PATH']}"}}
    return found


def read_versions(table, folder):
    """Return the versions of SHOWN in the environment of an implementation, by name."""
    found = json.loads(Process(table, folder).run("python", "-c", READ_VERSIONS).stdout)
    return {name: found[name] for name in SHOWN if name in found}


def run_own_tests(table, folder):
    """Run the tests that an implementation has of its own; return whether they passed."""
    done = Process(table, folder).run(*table["test"], seconds=600)
    print(done.stdout + done.stderr if done.returncode else "Its own tests passed.", flush=True)
    return done.returncode == 0


def run(table, folder, only):
    """Run the suite, or what `only` selects; return whether all passed, and the stages of results."""
    (own := Path(folder) / table["name"]).mkdir()
    with local(table, own, seconds=300) as target:
        if only:
            passed, tests = run_selected(target, own, only)
            return passed, [{"tests": tests}]
        stages = run_suite(target, own)
    return report.all_passed([(table["name"], stages)]) & run_own_tests(table, own), stages


def store(versions, outcomes):
    """Store the versions and the numbers of tests of a whole run, with the time."""
    counts = {
        name: Counter(test["outcome"] for stage in stages for test in stage["tests"].values())
        for name, stages in outcomes
    }
    when = datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
    newest = {"when": when, "versions": versions, "tests": counts}
    data_dir().mkdir(parents=True, exist_ok=True)
    (data_dir() / "newest.json").write_text(json.dumps(newest, indent=1), encoding="utf-8")


def main():
    parser = argparse.ArgumentParser(prog="run_newest_tests", description="Run the shared suite.")
    parser.add_argument("--only", help="a requirement, a group, a file, or a part of a test's name")
    only = parser.parse_args().only
    set_sample_seed()
    versions, outcomes, results, deprecated = {}, [], [], {}
    with tempfile.TemporaryDirectory() as folder:
        for name, table in newest().items():
            versions |= read_versions(table, folder)
            log = Path(folder) / f"{name}.deprecations"
            table["variables"] |= deprecations.variables(log)
            passed, stages = run(table, folder, only)
            results.append(passed)
            outcomes.append((name, stages))
            deprecated[name] = deprecations.read(log)
    if not only:
        print(report.table(outcomes))
    for name, found in deprecated.items():
        print(deprecations.describe(name, found))
    print(", ".join(f"{name} {version}" for name, version in versions.items()))
    if all(results) and not (only or os.environ.get("SHARE") or os.environ.get("PYTEST_ADDOPTS")):
        store(versions, outcomes)
    sys.exit(0 if all(results) else 1)


if __name__ == "__main__":
    with signals.exiting():
        main()
