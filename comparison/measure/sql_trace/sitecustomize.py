"""Makes a Python that finds this folder note each statement for SQLite in the file STATEMENTS."""

import os
from sqlite3 import dbapi2

connect = dbapi2.connect


def note(statement):
    """Write down which kind of statement it is, and no value that stands in it."""
    with open(os.environ["STATEMENTS"], "a", encoding="utf-8") as file:
        file.write(f"{statement.split()[0].upper()}\n")


def connect_and_note(*arguments, **options):
    """Return a connection that notes its statements."""
    connection = connect(*arguments, **options)
    connection.set_trace_callback(note)
    return connection


dbapi2.connect = connect_and_note
