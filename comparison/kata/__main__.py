"""`make kata`, `make kata-check` and `make kata-show`: a topic to write again.

python -m comparison.kata list                        the exercises, in order
python -m comparison.kata start --topic TOPIC --side flask --level body
python -m comparison.kata check                       runs the tests of its requirements
python -m comparison.kata show                        compares the copy with the original
"""

import argparse
import os
import signal
import sys

from comparison.kata import check, display, exercises, removal, workspace
from comparison.model.source_refs import IMPLEMENTATIONS
from comparison.terminal.console import console
from runner import signals


def start(out, topic, side, level):
    """Create the copy without a topic, and print what is missing and which requirements are red."""
    if side is None:
        sys.exit(f"Choose an implementation: SIDE={' or SIDE='.join(IMPLEMENTATIONS)}")
    exercise = exercises.get(topic)
    found = workspace.find(side)
    if found and found.is_changed():
        sys.exit(
            f"{found.folder} has your changes for {found.exercise.topic.id}. "
            f"Move or remove the folder first: rm -r {found.folder}"
        )
    current = workspace.Workspace(exercise, side, level)
    current.create()
    display.show_exercise(out, current)
    out.print("\nThe tests of its requirements run against the copy:", end="")
    display.show_report(out, check.run(current))
    out.print("\nEdit the copy; `make kata-check` tests it, `make kata-show` shows our code.")


def run_check(out, side):
    """Test the copy, and print the results; exit with 1 if a requirement is red."""
    report = check.run(get_workspace(side))
    display.show_report(out, report)
    display.show_first_failure(out, report)
    if not report.is_green:
        sys.exit(1)
    out.print("\nDone: `make kata-show` compares your code with ours.")


def get_workspace(side):
    """Return the workspace of an implementation, by default the latest one; exit without one."""
    found = workspace.find(side)
    if found is None:
        sys.exit("There is no copy yet: make kata T=profile-by-username SIDE=flask")
    return found


def read_arguments():
    """Return the arguments."""
    parser = argparse.ArgumentParser(prog="make kata", add_help=False)
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("list")
    parsers = {
        name: commands.add_parser(name, add_help=False) for name in ("start", "check", "show")
    }
    parsers["start"].add_argument("--topic", required=True)
    parsers["start"].add_argument("--level", choices=removal.LEVELS, default="body")
    for each in parsers.values():
        each.add_argument("--side", choices=IMPLEMENTATIONS)
    return parser.parse_args()


def main():
    arguments = read_arguments()
    signal.signal(signal.SIGPIPE, lambda *_: os._exit(0))  # `make kata | head` is no error
    out = console()
    try:
        if arguments.command == "list":
            display.list_exercises(out, exercises.load())
        elif arguments.command == "start":
            start(out, arguments.topic, arguments.side, arguments.level)
        elif arguments.command == "check":
            run_check(out, arguments.side)
        else:
            display.show_diff(out, get_workspace(arguments.side))
    except LookupError as error:
        print(error, file=sys.stderr)
        sys.exit(2)


if __name__ == "__main__":
    with signals.exiting():
        main()
