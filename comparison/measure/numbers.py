"""`make numbers`: counts and measures what each implementation costs, and stores the results."""

import json
import os
import platform
import subprocess
import sys
import time
from datetime import UTC, datetime

from comparison.measure import dependencies, performance, releases
from comparison.model import line_count
from comparison.model.source_refs import IMPLEMENTATIONS, ROOT, list_files
from runner import signals
from runner.process import compared
from runner.serve import data_dir

MAX_MESSAGE = 2_000  # characters of a log


def collect():
    """Return all numbers. Raises RuntimeError if an implementation does not start."""
    packages = {name: dependencies.dependencies(name) for name in IMPLEMENTATIONS}
    return {
        "when": datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z"),
        "machine": describe_machine(),
        "lines": line_count.count_by_area(),
        "files": {name: len(list_files(name)) for name in IMPLEMENTATIONS},
        "dependencies": packages,
        "releases": {
            name: releases.releases([*each["direct"], *each["indirect"]])
            for name, each in packages.items()
        },
        "images": image_sizes(),
        **performance.measure(),
    }


def describe_machine():
    """Return the system, its hardware and load, and the Python of each implementation."""
    found = {
        "System": f"{platform.system()} {platform.release()}, {platform.machine()}",
        "Processors": os.cpu_count(),
        "Load average before": round(os.getloadavg()[0], 1),
    }
    if hasattr(os, "sysconf"):
        memory = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
        found["Memory"] = f"{memory / 2**30:.0f} GiB"
    for name, tree in IMPLEMENTATIONS.items():
        python = ROOT / tree / ".venv" / "bin" / "python"
        version = output(python, "--version").removeprefix("Python ")
        found[f"{name.title()}'s Python"] = version
    return found


def image_sizes():
    """Return the bytes of the images of docker-compose.yml by implementation, if all are built."""
    config = output("docker", "compose", "config", "--format", "json")
    if not config:
        return {}
    project = json.loads(config)["name"]
    sizes = {
        name: output("docker", "image", "inspect", "--format", "{{.Size}}", f"{project}-{name}")
        for name in compared()
    }
    return {name: int(size) for name, size in sizes.items()} if all(sizes.values()) else {}


def output(*command):
    """Return the output of a command, or "" if it does not exist or fails."""
    try:
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)  # noqa: S603
    except OSError:
        return ""
    return done.stdout.strip() if done.returncode == 0 else ""


def main():
    started = time.monotonic()
    try:
        found = collect()
    except RuntimeError as error:
        sys.exit(str(error)[-MAX_MESSAGE:])
    path = data_dir() / "numbers.json"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(found, indent=1), encoding="utf-8")
    print(f"{path}, in {time.monotonic() - started:.0f} seconds")


if __name__ == "__main__":
    with signals.exiting():
        main()
