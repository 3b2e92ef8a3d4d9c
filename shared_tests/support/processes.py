"""The processes of a server."""

from pathlib import Path


def get_child_pids(pid):
    """Return the ids of the child processes of a process, as texts."""
    return Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="utf-8").split()
