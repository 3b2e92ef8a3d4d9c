"""Moves an application of docs/migrate/start/ along a road, and tests what it promises.

python -m runner.move flask-to-django               the whole road, step by step
python -m runner.move flask-to-django --step=3      up to step 3, which is tested
"""

import argparse
import sys
from time import sleep

from runner import report, signals
from runner.moving import moving
from runner.road import Road, roads
from runner.serve import data_dir


def read_arguments():
    """Return the arguments."""
    parser = argparse.ArgumentParser(prog="make move", description=__doc__.partition("\n")[0])
    parser.add_argument("road", choices=roads(), help="ROAD=...")
    parser.add_argument(
        "--step", type=int, help="STEP=n: go to this step and test it, instead of all"
    )
    parser.add_argument("--database", choices=["sqlite", "postgresql"], default="sqlite")
    parser.add_argument("--keep", action="store_true", help="KEEP=1: serve until Ctrl-C")
    return parser.parse_args()


def main():
    arguments = read_arguments()
    road = Road(arguments.road)
    last = len(road.steps) if arguments.step is None else arguments.step
    if not 0 <= last <= len(road.steps):
        sys.exit(f"There are {len(road.steps)} steps: choose one of them with STEP=...")
    outcomes = []
    with moving(road, data_dir() / "move" / road.name, arguments.database) as move:
        while move.number < last:
            move.forward()
            print(f"Step {move.number}: {road.steps[move.number - 1].title}", flush=True)
            if arguments.step in (None, move.number):
                outcomes.append((f"step {move.number}", [move.test()]))
        print(report.table(outcomes))
        if arguments.keep:
            print(f"Serving at {move.url}, with files in {move.state(move.number)}", flush=True)
            while True:
                sleep(60)
    failed = [
        test
        for _, (run,) in outcomes
        for test in run["tests"].values()
        if test["outcome"] == "failed"
    ]
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    with signals.exiting():
        main()
