"""The SQL statements that PostgreSQL receives, and their time, from its log."""

import re
import time
from contextlib import contextmanager

import psycopg

SETTINGS = "log_line_prefix = '%d '\nmax_connections = 400\n"  # the database; 8 for each server
LINE = re.compile(r"^(\S+) LOG:  duration: ([\d.]+) ms  (parse|bind|execute|statement)\b")
DELAY = 0.05  # seconds for what a server does after a response
RELOAD = 0.3  # seconds until every connection has reloaded the settings


@contextmanager
def log_statements(administrator, log):
    """Log every statement until the end of the block, which receives a function to count them."""

    def measure(database, call):
        """Return the number of statements of a call in a database, and their milliseconds."""
        time.sleep(DELAY)
        before = log.stat().st_size
        call()
        time.sleep(DELAY)
        with log.open(encoding="utf-8", errors="replace") as lines:
            lines.seek(before)
            return sum_statements(lines, database)

    with psycopg.connect(administrator, autocommit=True) as connection:
        connection.execute("ALTER SYSTEM SET log_min_duration_statement = 0")
        connection.execute("SELECT pg_reload_conf()")
        time.sleep(RELOAD)
        try:
            yield measure
        finally:
            connection.execute("ALTER SYSTEM RESET log_min_duration_statement")
            connection.execute("SELECT pg_reload_conf()")
            time.sleep(RELOAD)


def sum_statements(lines, database):
    """Return the number of statements of a database in a log, and their milliseconds.

    A prepared statement counts each time it is executed; its time includes parsing and binding.
    """
    found = [match.groups() for match in map(LINE.match, lines) if match]
    steps = [(float(duration), step) for name, duration, step in found if name == database]
    number = sum(step in ("execute", "statement") for _, step in steps)
    return number, sum(duration for duration, _ in steps)
