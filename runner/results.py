"""The last run of the suite per implementation, stored as DATA_DIR/results/<name>.json."""

import json
import platform
import re
import sys
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path

from runner.process import ROOT, implementations
from runner.serve import data_dir


def keep(name: str, how: str, stages: list[dict]) -> None:
    """Store the results of the stages of a run; print the reason if this fails."""
    run = {
        "target": name,
        "when": datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z"),
        "how": how,
        "versions": versions(name),
        "stages": len(stages),
        "tests": {test: told for stage in stages for test, told in stage["tests"].items()},
    }
    path = data_dir() / "results" / f"{name}.json"
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(run, indent=1), encoding="utf-8")
    except OSError as error:
        print(f"The results are not stored: {error}", file=sys.stderr)


def versions(name: str) -> dict[str, str]:
    """Return the versions of the suite's Python and of the framework named `name`, if known."""
    found = {"python": platform.python_version()}
    pinned = ROOT / implementations().get(name, {}).get("tree", "") / "requirements.txt"
    if pinned.exists():
        version = re.search(
            rf"^{name}==([^\s;]+)", pinned.read_text(encoding="utf-8"), re.MULTILINE
        )
        found |= {name: version[1]} if version else {}
    return found


WORST_FIRST = ["failed", "skipped", "passed", "not offered"]


def worst(outcomes: Iterable[str]) -> str:
    """Return the worst of some outcomes."""
    return min(outcomes, key=WORST_FIRST.index)


def read(folder: Path) -> dict[str, dict]:
    """Return the runs stored in a data folder by name: implementations first, as listed."""
    runs = [
        json.loads(path.read_text(encoding="utf-8"))
        for path in sorted((folder / "results").glob("*.json"))
    ]
    order = [*implementations()]
    runs.sort(key=lambda run: order.index(run["target"]) if run["target"] in order else len(order))
    return {run["target"]: run for run in runs}


def age(run: dict, now: datetime | None = None) -> str:
    """Return the age of a run, such as `3 minutes ago`."""
    seconds = ((now or datetime.now(UTC)) - datetime.fromisoformat(run["when"])).total_seconds()
    for unit, length in (("day", 86400), ("hour", 3600), ("minute", 60)):
        if seconds >= length:
            number = int(seconds // length)
            return f"{number} {unit}{'s' * (number > 1)} ago"
    return "just now"
