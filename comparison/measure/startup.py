"""What happens from the start of a process to its first answer, step by step: `make startup`."""

import json
import time
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from rich import box
from rich.table import Table

from comparison.exchange import servers
from comparison.terminal.console import console
from shared_tests.launchers import signals
from shared_tests.launchers.process import compared

STARTING = Path(__file__).with_name("startup_steps")
RUNS = 9
WAYS = {
    ("serve", "/profiles/"): "From process start to the first response, /profiles/",
    ("command", "clearsessions"): "From process start to the end of clearsessions",
}


def measure(runs):
    """Return, by title and side, the steps of a start, each as name: (seconds, modules).

    Seconds are medians of so many runs, in turns, after one that counts for nothing. Raises
    RuntimeError where one fails.
    """
    with TemporaryDirectory() as folder:
        sides = servers.processes(folder)
        for side, process in sides.items():
            checked(process.run(*compared()[side]["migrate"]))
        found = {}
        for way, title in WAYS.items():
            taken = {side: [] for side in sides}
            for _ in range(runs + 1):
                for side, process in sides.items():
                    taken[side].append(steps(process, side, *way))
            found[title] = {side: medians(of[1:]) for side, of in taken.items()}
        return found


def steps(process, side, *way):
    """Return the steps of one start, as name: [seconds, modules]."""
    written = process.data_dir / "steps.json"
    command = ["python", str(STARTING / f"{side}_steps.py"), *way]
    given = {"STEPS": str(written), "PYTHONPATH": str(process.tree)}
    checked(process.run(*command, STARTED=str(time.monotonic()), **given))
    return json.loads(written.read_text(encoding="utf-8"))


def checked(done):
    """Raise RuntimeError with what a command wrote, if it failed."""
    if done.returncode:
        raise RuntimeError(done.stdout + done.stderr)


def medians(runs):
    """Return the medians of the seconds of each step, with its modules, always the same."""
    return {
        name: (median(run[name][0] for run in runs), modules)
        for name, (_, modules) in runs[0].items()
    }


def table_of(side, found):
    """Return a table of the steps of one side, with their shares of the whole."""
    whole = sum(seconds for seconds, _ in found.values())
    table = Table(box=box.SIMPLE, pad_edge=False, show_footer=True)
    table.add_column(side.title(), "total", min_width=52)
    table.add_column("ms", f"{1000 * whole:.0f}", justify="right")
    table.add_column("share", "100 %", justify="right")
    table.add_column("modules", str(sum(n for _, n in found.values())), justify="right")
    for name, (seconds, modules) in found.items():
        share = f"{100 * seconds / whole:.0f} %"
        table.add_row(name, f"{1000 * seconds:.0f}", share, str(modules))
    return table


def main():
    out = console()
    for title, sides in measure(RUNS).items():
        out.print(f"\n{title}: medians of {RUNS} runs\n", style="bold")
        for side, found in sides.items():
            out.print(table_of(side, found))


if __name__ == "__main__":
    with signals.exiting():
        main()
