"""`make startup`: measures each step from the start of a process to its first response."""

import json
import time
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from rich import box
from rich.table import Table

from comparison.exchange.servers import create_processes
from comparison.terminal.console import console
from runner import signals
from runner.process import compared

SCRIPTS = Path(__file__).with_name("startup_steps")
RUNS = 9
MODES = {
    ("serve", "/profiles/"): "From process start to the first response, /profiles/",
    ("command", "clearsessions"): "From process start to the end of clearsessions",
}


def measure(runs):
    """Return the steps of a start by title and implementation, as {name: (seconds, modules)}.

    The seconds are medians of this many runs, in turns, after a first one that does not count.
    Raises RuntimeError if a run fails.
    """
    with TemporaryDirectory() as folder:
        processes = create_processes(folder)
        for name, process in processes.items():
            check_exit_status(process.run(*compared()[name]["migrate"]))
        found = {}
        for mode, title in MODES.items():
            results = {name: [] for name in processes}
            for _ in range(runs + 1):
                for name, process in processes.items():
                    results[name].append(measure_steps(process, name, *mode))
            found[title] = {name: medians(each[1:]) for name, each in results.items()}
        return found


def measure_steps(process, name, *mode):
    """Return the steps of one start, as {name: [seconds, modules]}."""
    output = process.data_dir / "steps.json"
    command = ["python", str(SCRIPTS / f"{name}_steps.py"), *mode]
    variables = {"STEPS": str(output), "PYTHONPATH": str(process.tree)}
    check_exit_status(process.run(*command, STARTED=str(time.monotonic()), **variables))
    return json.loads(output.read_text(encoding="utf-8"))


def check_exit_status(done):
    """Raise RuntimeError with the output of a command if it failed."""
    if done.returncode:
        raise RuntimeError(done.stdout + done.stderr)


def medians(runs):
    """Return the median seconds of each step, and its modules, which are the same in each run."""
    return {
        name: (median(run[name][0] for run in runs), modules)
        for name, (_, modules) in runs[0].items()
    }


def steps_table(name, steps):
    """Return a table of the steps of an implementation, with their shares of the total."""
    total = sum(seconds for seconds, _ in steps.values())
    table = Table(box=box.SIMPLE, pad_edge=False, show_footer=True)
    table.add_column(name.title(), "total", min_width=52)
    table.add_column("ms", f"{1000 * total:.0f}", justify="right")
    table.add_column("share", "100 %", justify="right")
    table.add_column("modules", str(sum(n for _, n in steps.values())), justify="right")
    for step, (seconds, modules) in steps.items():
        share = f"{100 * seconds / total:.0f} %"
        table.add_row(step, f"{1000 * seconds:.0f}", share, str(modules))
    return table


def main():
    out = console()
    for title, implementations in measure(RUNS).items():
        out.print(f"\n{title}: medians of {RUNS} runs\n", style="bold")
        for name, steps in implementations.items():
            out.print(steps_table(name, steps))


if __name__ == "__main__":
    with signals.exiting():
        main()
