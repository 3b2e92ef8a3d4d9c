"""Runs selected tests against several implementations at the same time, a process for each."""

import json
import subprocess
import sys
import tempfile
from collections.abc import Iterable
from contextlib import ExitStack
from pathlib import Path

from runner import signals
from runner.process import ROOT


def start(name, only, folder, output):
    """Start the selected tests of an implementation, with its results in a file of the folder."""
    command = [sys.executable, "-m", "runner.run_suite", f"--only={only}"]
    command += [f"--results={folder}/{name}.json", "local", name]
    command = [*signals.ended_with_parent(), *command]
    return subprocess.Popen(command, cwd=ROOT, stdout=output, stderr=output)


def run_side_by_side(names: Iterable[str], only: str) -> list[tuple[str, bool, dict]]:
    """Run the selected tests against these implementations; print one output after the other.

    Return the name, whether all passed, and the tests of each.
    """
    with tempfile.TemporaryDirectory() as folder, ExitStack() as stack:
        runs, outcomes = [], []
        for name in names:
            # The output of the first one is printed while it runs, the others are printed after it.
            output = stack.enter_context(Path(folder, name).open("w+b")) if runs else None
            with signals.interruption.hold():
                runs.append((name, start(name, only, folder, output), output))
                stack.callback(runs[-1][1].wait)
                stack.callback(runs[-1][1].terminate)
        for name, process, output in runs:
            passed = process.wait() == 0
            if output:
                output.seek(0)
                print(output.read().decode(errors="replace"), end="", flush=True)
            results = Path(folder, f"{name}.json")
            found = json.loads(results.read_text(encoding="utf-8")) if results.exists() else {}
            outcomes.append((name, passed, found.get("tests", {})))
        return outcomes
