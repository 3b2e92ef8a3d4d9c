"""Takes random steps in both implementations until a difference that SPEC.md does not allow.

python -m comparison.fuzz [--steps N] [--minutes N] [--seed N] [--database postgresql]

Hypothesis chooses the steps. A difference is shrunk to the shortest sequence of steps, which is
printed as a test.
"""

import argparse
import os
import secrets
import sys
import tempfile
import time
from itertools import count
from textwrap import indent

from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis.errors import Flaky
from hypothesis.stateful import run_state_machine_as_test

from comparison.fuzz.compare import Differs
from comparison.fuzz.machine import UserMachine
from comparison.fuzz.responses import stale_rules
from comparison.fuzz.shrink import shrink, write_steps
from comparison.fuzz.side_machine import SideMachine
from comparison.fuzz.sides import both_sides
from runner import signals

ENOUGH = 10_000  # steps after which each rule of allowed differences must have been used
PROGRESS = 10  # seeds, after which the number of steps is printed
SETTINGS = settings(
    max_examples=5,  # with one seed: one with the simplest values, and three at random
    stateful_step_count=30,
    phases=[Phase.generate],
    deadline=None,
    database=None,
    report_multiple_bugs=False,
    print_blob=False,
    suppress_health_check=list(HealthCheck),
)
TEST = """
{difference}

from comparison.fuzz.{module} import {machine}
from comparison.fuzz.sides import both_sides


def test_difference(tmp_path):
    with both_sides(tmp_path, "{database}") as {machine}.sides:
        state = {machine}()
        state.start()
{steps}"""


def find_difference(number, machine, database="sqlite"):
    """Run random steps with this seed; return a difference, with a test of it, or None."""
    try:
        run_state_machine_as_test(seed(number)(machine), settings=SETTINGS)
    except (Differs, Flaky):
        steps, difference = SideMachine.found
        shorter, again = shrink(machine, steps)
        test = write_test(machine, shorter, again or difference, database)
        return test if again else f"{test}\n\nThe test passes: it found this only once."
    return None


def write_test(machine, steps, difference, database):
    """Return a test that takes these steps, below the difference that it finds."""
    return TEST.format(
        difference="\n".join(f"# {ascii(line)[1:-1]}" for line in str(difference).splitlines()),
        module=machine.__module__.rpartition(".")[2],
        machine=machine.__name__,
        database=database,
        steps=indent("\n".join(write_steps(steps)), " " * 8),
    )


def check_rules(steps, stale):
    """Print the rules of allowed differences that no step used; exit if there were enough steps."""
    message = f"Rules of allowed differences that no step used: {', '.join(stale) or 'none'}"
    if stale and steps >= ENOUGH:
        sys.exit(
            f"{message}\nRemove them from comparison/exchange/allowed_differences.py,"
            " or add a step that needs them to comparison/fuzz/."
        )
    print(message)


def describe(first, last, seconds):
    """Return how many steps were taken with the seeds up to the last one."""
    steps = SideMachine.steps_taken
    rate = steps / seconds
    return f"{steps} steps without a difference, {rate:.1f} in each second; seeds {first} to {last}"


def read_arguments():
    parser = argparse.ArgumentParser(prog="fuzz", description="Look for differences at random.")
    parser.add_argument("--steps", type=int, default=ENOUGH, help="stop after so many steps")
    parser.add_argument("--minutes", type=float, default=600, help="stop after so many minutes")
    parser.add_argument("--seed", type=int, default=secrets.randbelow(10**6) * 1000)
    parser.add_argument("--database", choices=["sqlite", "postgresql"], default="sqlite")
    return parser.parse_args()


def main():
    arguments = read_arguments()
    os.environ["no_proxy"] = "*"
    first, database = arguments.seed, arguments.database
    print(f"Seed {first}", flush=True)
    with tempfile.TemporaryDirectory() as folder, both_sides(folder, database) as SideMachine.sides:
        started = time.monotonic()
        for number in count(first):
            seconds = time.monotonic() - started
            if SideMachine.steps_taken >= arguments.steps or seconds > 60 * arguments.minutes:
                break
            if number > first and (number - first) % PROGRESS == 0:
                print(describe(first, number - 1, seconds), flush=True)
            if found := find_difference(number, UserMachine, database):
                sys.exit(f"{found}\n\nAgain: make fuzz SEED={number} DATABASE={database}")
    print(describe(first, number - 1, seconds))
    check_rules(SideMachine.steps_taken, stale_rules())


if __name__ == "__main__":
    with signals.exiting():
        main()
