"""`make bench`: measure, print, keep, and fail where a goal is not met."""

import json
import os
import sys
import time

from rich.console import Console

from bench import goals, load, plots, report
from bench.figures import figures
from bench.run import run
from shared_tests.launchers import postgresql, signals
from shared_tests.launchers.serve import data_dir

LONGEST_MESSAGE = 2_000  # characters


def main():
    signals.handle()
    if load.tool() is None:
        sys.exit(load.MISSING)
    if postgresql.find() is None:
        sys.exit(postgresql.MISSING)
    console, began = Console(), time.monotonic()
    try:
        found = measured(console, quick=bool(os.environ.get("QUICK")))
    except KeyboardInterrupt:
        sys.exit("Stopped; nothing is kept.")
    except RuntimeError as error:
        sys.exit(str(error)[-LONGEST_MESSAGE:])
    path = data_dir() / "bench.json"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(found, indent=1), encoding="utf-8")
    drawn = plots.draw(found, path.parent / "bench")
    table = report.markdown(found["goals"], found["sides"])
    (drawn / "goals.md").write_text(table, encoding="utf-8")
    for table in (report.samples_table(found), report.costs_table(found)):
        console.print(table)
    console.print(report.goals_table(found["goals"], found["sides"]))
    console.print(
        f"{path}, {drawn}/*.svg, in {time.monotonic() - began:.0f} seconds", soft_wrap=True
    )
    print(goals.line(found["goals"]))
    sys.exit(not all(goal["met"] for goal in found["goals"]))


def measured(console, quick):
    """Return what a run has found and what that means, with a line that tells how far it is."""
    began = time.monotonic()
    with console.status("") as status:

        def progress(text):
            status.update(f"{time.monotonic() - began:4.0f} s  {text}")

        found = run(quick, progress)
    of = figures(found)
    return found | {"figures": of, "goals": goals.judged(goals.load(), of, found["people"])}


if __name__ == "__main__":
    main()
