"""Runs the suite through a reverse proxy that changes what SPEC.md leaves open in each response.

python -m runner.run_latitude_tests [--only SELECTION] [NAME ...]

A test that fails only here relies on something that SPEC.md does not promise. The changes depend on
SAMPLE_SEED, like the choice of tests with SHARE.
"""

import argparse
import os
import secrets
import sys
import tempfile
from contextlib import contextmanager
from urllib.parse import urlsplit

from runner import report, signals
from runner.latitude import serving
from runner.process import compared
from runner.run_suite import local, run_selected, run_suite


@contextmanager
def changed(implementation, folder, seed):
    """Serve an implementation behind the proxy; yield the description of this target."""
    with (
        local(implementation, folder) as target,
        serving(urlsplit(target["url"]).port, seed) as url,
    ):
        yield target | {"url": url, "changes": seed}


def main():
    parser = argparse.ArgumentParser(prog="run_latitude_tests", description="Run the shared suite.")
    parser.add_argument("--only", help="a requirement, a group, a file, or a part of a test's name")
    parser.add_argument("names", nargs="*", metavar="NAME", help="django, flask; both by default")
    arguments = parser.parse_args()
    seed = os.environ.setdefault("SAMPLE_SEED", secrets.token_hex(4))
    print(f"Changing what SPEC.md leaves open: SAMPLE_SEED={seed}")
    outcomes, passed = [], []
    for name in arguments.names or compared():
        with (
            tempfile.TemporaryDirectory() as folder,
            changed(compared()[name], folder, seed) as target,
        ):
            if arguments.only:
                passed.append(run_selected(target, folder, arguments.only)[0])
            else:
                outcomes.append((name, run_suite(target, folder)))
    if arguments.only:
        sys.exit(0 if all(passed) else 1)
    print(report.table(outcomes))
    sys.exit(0 if report.all_passed(outcomes) else 1)


if __name__ == "__main__":
    with signals.exiting():
        main()
