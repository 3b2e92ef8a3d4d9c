"""`make bench-async`: measures, prints and stores what async views buy while they wait."""

import json
import sys
import time

from rich.console import Console

from bench import load
from bench.waiting.report import results_table
from bench.waiting.run import run
from runner import signals
from runner.serve import data_dir


def main():
    signals.handle()
    if load.find_tool() is None:
        sys.exit(load.MISSING)
    console, started = Console(), time.monotonic()
    try:
        with console.status("") as status:
            found = run(lambda text: status.update(f"{time.monotonic() - started:4.0f} s  {text}"))
    except KeyboardInterrupt:
        sys.exit("Stopped; no results are stored.")
    except RuntimeError as error:
        sys.exit(str(error))
    path = data_dir() / "async.json"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(found, indent=1), encoding="utf-8")
    console.print(results_table(found))
    console.print(f"{path}, in {time.monotonic() - started:.0f} seconds", soft_wrap=True)


if __name__ == "__main__":
    main()
