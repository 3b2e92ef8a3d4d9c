"""Serves a copy of an implementation, and runs some tests of the suite against it.

python -m runner.run_copy --results=FILE --folder=FOLDER flask COPY TEST ...
"""

import argparse
import shutil
import sys
from pathlib import Path

from runner import signals
from runner.process import implementations
from runner.run_suite import describe, local, pytest_status

START_SECONDS = 120
LOG_LINES = 20  # printed if the copy does not start
NOT_STARTED = 100  # the exit status if the copy does not start


def read_arguments():
    """Return the arguments."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument(
        "--results", type=Path, required=True, help="file for the outcomes, as JSON"
    )
    parser.add_argument("--folder", type=Path, required=True, help="for the database and the log")
    parser.add_argument("name", choices=implementations())
    parser.add_argument("copy", type=Path, help="the folder of the copy")
    parser.add_argument("tests", nargs="+", metavar="TEST", help="pytest's id of a test")
    return parser.parse_args()


def main():
    arguments = read_arguments()
    table = implementations()[arguments.name] | {"tree": str(arguments.copy.absolute())}
    shutil.rmtree(arguments.folder, ignore_errors=True)
    arguments.folder.mkdir(parents=True)
    arguments.results.unlink(missing_ok=True)
    try:
        with local(table, arguments.folder, START_SECONDS) as target:
            where = [f"--target={describe(target, arguments.folder)}"]
            options = ["-q", "--tb=no", "-rN", f"--results={arguments.results}"]
            return pytest_status(*arguments.tests, *where, *options)
    except RuntimeError as error:
        print(*str(error).splitlines()[-LOG_LINES:], sep="\n", file=sys.stderr)
        return NOT_STARTED


if __name__ == "__main__":
    with signals.exiting():
        sys.exit(main())
