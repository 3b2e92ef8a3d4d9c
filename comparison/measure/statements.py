"""How many statements a page takes, counted on SQLite in the server's Python."""

import time
from pathlib import Path

from shared_tests.launchers.process import SERVE

TRACING = Path(__file__).with_name("sql_trace")
COUNTED = {"SELECT", "INSERT", "UPDATE", "DELETE"}
AFTERWARDS = 0.1  # seconds for what a server does once it has answered


def statements(server, paths, visit):
    """Return how many statements each path takes a server, which is stopped before and after.

    `visit` gives, for the server, a function that asks for a path once.
    """
    noted = server.data_dir / f"{server.implementation['name']}.statements"
    noted.touch()
    server.environment |= {"PYTHONPATH": str(TRACING), "STATEMENTS": str(noted)}
    try:
        server.start(*SERVE).wait()
        ask = visit(server)
        return {path: count(noted, ask, path) for path in paths}
    finally:
        server.stop()


def count(noted, ask, path):
    """Return how many statements a second look at a path takes."""
    ask(path)
    time.sleep(AFTERWARDS)
    noted.write_text("", encoding="utf-8")
    ask(path)
    time.sleep(AFTERWARDS)
    return sum(word in COUNTED for word in noted.read_text(encoding="utf-8").split())
