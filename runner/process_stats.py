"""How long a server takes to start, and how much memory it has. Needs Python alone."""

import os
import time
from pathlib import Path
from urllib.error import URLError

from runner.process import direct

LONGEST_START = 60  # seconds


def start_seconds(server, command, paths):
    """Start a server, and stop it; return the seconds until it has answered each path."""
    began = time.perf_counter()
    try:
        server.start(*command)
        return [wait_for(server.url + path) - began for path in paths]
    finally:
        end(server)


def end(server):
    """End a server at once: it has nothing to lose, and takes a second otherwise."""
    if server.process:
        server.process.kill()
    server.stop()


def wait_for(url):
    """Return the time of the first answer; raise RuntimeError where there is none for long."""
    deadline = time.monotonic() + LONGEST_START
    while time.monotonic() < deadline:
        try:
            with direct.open(url):
                return time.perf_counter()
        except URLError:
            time.sleep(0.005)
    raise RuntimeError(f"{url} does not answer")


def memory_of(server):
    """Return the bytes of a server and its workers as PSS, or None where /proc does not tell."""
    total = 0
    for process in Path("/proc").glob("[0-9]*"):
        try:
            if os.getpgid(int(process.name)) == server.process.pid:
                rollup = (process / "smaps_rollup").read_text(encoding="ascii")
                total += int(rollup.partition("\nPss:")[2].split()[0]) * 1024
        except OSError:  # it has ended meanwhile
            continue
    return total or None
