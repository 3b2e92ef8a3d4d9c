"""Logs each SQL statement for SQLite to the file STATEMENTS, in a Python that finds this folder."""

import os
from sqlite3 import dbapi2

connect = dbapi2.connect


def log_statement(statement):
    """Write the first word of a statement to the log, without any value."""
    with open(os.environ["STATEMENTS"], "a", encoding="utf-8") as file:
        file.write(f"{statement.split()[0].upper()}\n")


def connect_with_log(*arguments, **options):
    """Return a connection that logs its statements."""
    connection = connect(*arguments, **options)
    connection.set_trace_callback(log_statement)
    return connection


dbapi2.connect = connect_with_log
