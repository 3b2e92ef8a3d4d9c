"""`make bench`: measures, prints and stores the results, and fails if a target is missed."""

import json
import os
import sys
import time

from rich.console import Console

from bench import load, nginx, plots, report, targets, tunings
from bench.results import compute_results, compute_rounds, spread, summarize
from bench.run import run
from runner import postgresql, signals
from runner.serve import data_dir

MAX_MESSAGE = 2_000  # characters


def main():
    signals.handle()
    if load.find_tool() is None:
        sys.exit(load.MISSING)
    if postgresql.find() is None:
        sys.exit(postgresql.MISSING)
    if nginx.find() is None:
        sys.exit(nginx.MISSING)
    console, started = Console(), time.monotonic()
    try:
        found = measure(console, quick=bool(os.environ.get("QUICK")))
    except KeyboardInterrupt:
        sys.exit("Stopped; no results are stored.")
    except RuntimeError as error:
        sys.exit(str(error)[-MAX_MESSAGE:])
    path, plots_dir = store(found)
    for table in (report.samples_table, report.tunings_table, report.costs_table):
        console.print(table(found))
    console.print(report.targets_table(found["targets"], found["implementations"]))
    seconds = time.monotonic() - started
    console.print(f"{path}, {plots_dir}/*.svg, in {seconds:.0f} seconds", soft_wrap=True)
    print(targets.summary(found["targets"]))
    sys.exit(not all(target["met"] for target in found["targets"]))


def measure(console, quick):
    """Return the samples, results and targets of a run, and show its progress."""
    started = time.monotonic()
    with console.status("") as status:

        def progress(text):
            status.update(f"{time.monotonic() - started:4.0f} s  {text}")

        found = run(quick, progress)
    results, spreads = compute_results(found), summarize(compute_rounds(found), spread)
    checked = targets.check(targets.load(), results, found["users"], spreads)
    return found | {"results": results, "targets": checked, "tunings": tunings.compute(found)}


def store(found):
    """Write bench.json, the plots, and the targets in Markdown; return the first two paths."""
    path = data_dir() / "bench.json"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(found, indent=1), encoding="utf-8")
    plots_dir = plots.draw(found, path.parent / "bench")
    table = report.markdown(found["targets"], found["implementations"])
    (plots_dir / "targets.md").write_text(table, encoding="utf-8")
    return path, plots_dir


if __name__ == "__main__":
    main()
