"""The startup time and the memory of a server. Uses only the standard library."""

import os
import time
from collections.abc import Iterable
from pathlib import Path
from urllib.error import URLError

from runner.process import Process, direct

LONGEST_START = 60  # seconds


def start_seconds(server: Process, command: Iterable[str], paths: Iterable[str]) -> list[float]:
    """Start a server, and stop it; return the seconds until it responded to each path."""
    began = time.perf_counter()
    try:
        server.start(*command)
        return [wait_for(server.url + path) - began for path in paths]
    finally:
        end(server)


def end(server: Process) -> None:
    """Kill a server: a graceful stop takes a second, and it has no data to lose."""
    if server.process:
        server.process.kill()
    server.stop()


def wait_for(url: str) -> float:
    """Return the time of the first response; raise RuntimeError after LONGEST_START."""
    deadline = time.monotonic() + LONGEST_START
    while time.monotonic() < deadline:
        try:
            with direct.open(url):
                return time.perf_counter()
        except URLError:
            time.sleep(0.005)
    raise RuntimeError(f"{url} does not respond")


def read_memory(server: Process) -> int | None:
    """Return the memory of a server and its workers in bytes (PSS), or None without /proc."""
    total = 0
    for process in Path("/proc").glob("[0-9]*"):
        try:
            if os.getpgid(int(process.name)) == server.process.pid:
                rollup = (process / "smaps_rollup").read_text(encoding="ascii")
                total += int(rollup.partition("\nPss:")[2].split()[0]) * 1024
        except OSError:  # the process has ended
            continue
    return total or None
