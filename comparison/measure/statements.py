"""Counts the SQL statements of a page, on SQLite in the server's process."""

import time
from pathlib import Path

SQL_TRACE = Path(__file__).with_name("sql_trace")
COUNTED = {"SELECT", "INSERT", "UPDATE", "DELETE"}
DELAY = 0.1  # seconds for what a server does after a response


def count_statements(server, paths, connect):
    """Return the number of SQL statements of each path, of a server started for it.

    `connect` returns, for the server, a function that requests a path.
    """
    log = server.data_dir / f"{server.implementation['name']}.statements"
    log.touch()
    server.environment |= {"PYTHONPATH": str(SQL_TRACE), "STATEMENTS": str(log)}
    try:
        server.serve().wait()
        get = connect(server)
        return {path: count_repeated(log, get, path) for path in paths}
    finally:
        server.stop()


def count_repeated(log, get, path):
    """Return the number of SQL statements of the second request of a path."""
    get(path)
    time.sleep(DELAY)
    log.write_text("", encoding="utf-8")
    get(path)
    time.sleep(DELAY)
    return sum(word in COUNTED for word in log.read_text(encoding="utf-8").split())
