"""The CPU time of a process and its descendants, from /proc."""

import os
from pathlib import Path

TICKS = os.sysconf("SC_CLK_TCK")
PARENT, TIMES = 1, slice(11, 15)  # after the name: utime, stime, and those of ended children


def cpu_seconds(root):
    """Return the CPU seconds of a process and its descendants, including ended ones."""
    parents, seconds = processes()
    return sum(each for pid, each in seconds.items() if root in ancestors(pid, parents))


def cpu_seconds_by_child(root):
    """Return the CPU seconds of each child of a process, by process id."""
    parents, seconds = processes()
    return {pid: seconds[pid] for pid, parent in parents.items() if parent == root}


def processes():
    """Return the parents and the CPU seconds of all processes, both by process id."""
    parents, seconds = {}, {}
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = path.read_text(encoding="utf-8", errors="replace").rpartition(")")[2].split()
        except OSError:  # it has ended meanwhile
            continue
        pid = int(path.parent.name)
        parents[pid] = int(fields[PARENT])
        seconds[pid] = sum(map(int, fields[TIMES])) / TICKS
    return parents, seconds


def ancestors(pid, parents):
    """Yield a process and its ancestors."""
    while pid:
        yield pid
        pid = parents.get(pid)
