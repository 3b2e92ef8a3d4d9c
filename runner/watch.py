"""Runs tests of the suite again after each change to an implementation, or to the suite.

python -m runner.watch --only=LOGIN-5 [NAME ...]     until Ctrl-C
"""

import argparse
import sys
from pathlib import Path

from watchfiles import DefaultFilter, watch

from runner import command, signals
from runner.process import ROOT, implementations


class Sources(DefaultFilter):
    """Ignores what a run itself writes."""

    ignore_dirs = (*DefaultFilter.ignore_dirs, "staticfiles")


def run_on_changes(folders, run):
    """Call `run` once, and again after each change to a file in the folders."""
    has_run = False
    found = watch(*folders, watch_filter=Sources(), rust_timeout=500, yield_on_timeout=True)
    for changes in found:  # an empty set after each timeout
        if changes:
            names = {Path(path).name for _, path in changes}
            print(f"\nChanged: {', '.join(sorted(names))}", flush=True)
        if changes or not has_run:
            has_run = True
            run()


def main():
    parser = argparse.ArgumentParser(prog="watch", description="Run tests after each change.")
    parser.add_argument("--only", required=True, help="requirements, a file, or a part of a name")
    parser.add_argument("names", nargs="*", metavar="NAME", help="implementations, by default all")
    arguments = parser.parse_args()
    run = [sys.executable, "-m", "runner.run_suite", f"--only={arguments.only}", "local"]
    run += arguments.names
    trees = [ROOT / each["tree"] for each in implementations().values()]
    run_on_changes([*trees, ROOT / "shared_tests"], lambda: command.status(run, cwd=ROOT))


if __name__ == "__main__":
    with signals.exiting():
        main()
