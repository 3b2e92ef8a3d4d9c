"""What reaches PostgreSQL over the wire, and how long it takes there, from its log."""

import re
import time
from contextlib import contextmanager

import psycopg

SETTINGS = "log_line_prefix = '%d '\n"  # the database
LINE = re.compile(r"^(\S+) LOG:  duration: ([\d.]+) ms  (parse|bind|execute|statement)\b")
AFTERWARDS = 0.05  # seconds for what a server does once it has answered
RELOADING = 0.3  # seconds until every connection has read the settings anew


@contextmanager
def logged(administrator, log):
    """Let PostgreSQL log every statement; give a function that tells of what a call caused."""

    def caused(database, call):
        """Return how many statements a call sent to a database, and their milliseconds."""
        time.sleep(AFTERWARDS)
        before = log.stat().st_size
        call()
        time.sleep(AFTERWARDS)
        with log.open(encoding="utf-8", errors="replace") as lines:
            lines.seek(before)
            return summed(lines, database)

    with psycopg.connect(administrator, autocommit=True) as connection:
        connection.execute("ALTER SYSTEM SET log_min_duration_statement = 0")
        connection.execute("SELECT pg_reload_conf()")
        time.sleep(RELOADING)
        try:
            yield caused
        finally:
            connection.execute("ALTER SYSTEM RESET log_min_duration_statement")
            connection.execute("SELECT pg_reload_conf()")
            time.sleep(RELOADING)


def summed(lines, database):
    """Return of a log how many statements a database was sent, and the milliseconds they took.

    A prepared statement counts each time it is executed; to parse and to bind it takes time, too.
    """
    found = [match.groups() for match in map(LINE.match, lines) if match]
    mine = [(float(took), what) for name, took, what in found if name == database]
    number = sum(what in ("execute", "statement") for _, what in mine)
    return number, sum(took for took, _ in mine)
