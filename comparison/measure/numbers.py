"""What each side costs, in numbers that this machine counted: `make numbers`, and its page."""

import json
import os
import platform
import subprocess
import sys
import time
from datetime import UTC, datetime

from comparison.measure import dependencies, performance, releases
from comparison.model import line_count
from comparison.model.source_refs import ROOT, SIDES, files
from shared_tests.launchers import signals
from shared_tests.launchers.process import compared
from shared_tests.launchers.serve import data_dir

LONGEST_MESSAGE = 2_000  # characters of a log


def gather():
    """Return all that is counted and measured. Raises RuntimeError where a side does not start."""
    asked_for = {side: dependencies.dependencies(side) for side in SIDES}
    return {
        "when": datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z"),
        "machine": machine(),
        "lines": line_count.by_area(),
        "files": {side: len(files(side)) for side in SIDES},
        "dependencies": asked_for,
        "releases": {
            side: releases.releases([*each["direct"], *each["indirect"]])
            for side, each in asked_for.items()
        },
        "images": images(),
        **performance.measure(),
    }


def machine():
    """Return what it was measured on."""
    found = {
        "System": f"{platform.system()} {platform.release()}, {platform.machine()}",
        "Processors": os.cpu_count(),
        "Load average before": round(os.getloadavg()[0], 1),
    }
    if hasattr(os, "sysconf"):
        pages = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
        found["Memory"] = f"{pages / 2**30:.0f} GiB"
    for side, tree in SIDES.items():
        python = ROOT / tree / ".venv" / "bin" / "python"
        found[f"{side.title()}'s Python"] = output(python, "--version").removeprefix("Python ")
    return found


def images():
    """Return the bytes of the images that docker-compose.yml has built, by side, if it has."""
    config = output("docker", "compose", "config", "--format", "json")
    if not config:
        return {}
    project = json.loads(config)["name"]
    names = {side: f"{project}-{side}" for side in compared()}
    sizes = {
        side: output("docker", "image", "inspect", "--format", "{{.Size}}", name)
        for side, name in names.items()
    }
    return {side: int(size) for side, size in sizes.items()} if all(sizes.values()) else {}


def output(*command):
    """Return what a command prints, or "" where it can't be run or fails."""
    try:
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)  # noqa: S603
    except OSError:
        return ""
    return done.stdout.strip() if done.returncode == 0 else ""


def main():
    began = time.monotonic()
    try:
        found = gather()
    except RuntimeError as error:
        sys.exit(str(error)[-LONGEST_MESSAGE:])
    path = data_dir() / "numbers.json"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(found, indent=1), encoding="utf-8")
    print(f"{path}, in {time.monotonic() - began:.0f} seconds")


if __name__ == "__main__":
    with signals.exiting():
        main()
