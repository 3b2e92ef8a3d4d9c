"""How a connection is begun and given back (HEALTH-3, EDIT-7), and the database's own prompt."""

import os
import re
import select

import click
import psycopg
from flask import current_app, has_request_context, request
from psycopg.conninfo import make_conninfo
from sqlalchemy import event, func
from sqlalchemy.exc import InterfaceError, InvalidatePoolError, OperationalError

from core.environment import postgresql_parameters
from core.extensions import db
from core.sqlite import add_functions


def init_app(app):
    """Begin transactions by ourselves, and make connections safe to take and to give back."""
    app.cli.add_command(dbshell)
    app.teardown_appcontext(give_back)  # before Flask-SQLAlchemy's own, which was first
    with app.app_context():
        event.listen(db.engine, "begin", begin)
        if db.engine.dialect.name == "sqlite":
            event.listen(db.engine, "connect", set_pragmas)
            event.listen(db.engine, "connect", search_in_any_case)
        else:
            event.listen(db.engine, "connect", set_cursor)
            event.listen(db.engine, "checkout", check_alive)


def reads_only():
    """Say whether a request is being answered that, by its method, changes nothing."""
    return has_request_context() and request.method in {"GET", "HEAD", "OPTIONS"}


def begin(connection):
    """Begin a transaction where something may be written, on SQLite with its lock at once.

    Where a request only reads, each statement stands for itself, as one does that asks for that.
    """
    if not (reads_only() or connection.get_execution_options().get("without_transaction")):
        sqlite = connection.dialect.name == "sqlite"
        connection.exec_driver_sql("BEGIN IMMEDIATE" if sqlite else "BEGIN")


def write(*statements):
    """Run statements and commit them, whatever becomes of the request."""
    for statement in statements:
        db.session.execute(statement)
    db.session.commit()


def give_back(error):
    """Give the connection back. One that was cut off after the answer was made spoils nothing."""
    try:
        db.session.close()
    except (InterfaceError, OperationalError):
        db.session().invalidate()


def set_pragmas(connection, record):
    connection.isolation_level = None  # transactions are begun above, not by the driver
    connection.executescript(
        "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;"
    )


def search_in_any_case(connection, record):
    """Give a connection to SQLite the functions that a search needs (DIRECTORY-3)."""
    add_functions(connection)


def contains(column, text):
    """Return the condition that a column holds a text, in upper or lower case (DIRECTORY-3).

    SQLAlchemy's `icontains` compares lower case, in which the two forms of sigma differ.
    """
    pattern = re.sub(r"([%_\\])", r"\\\1", text)
    return func.upper(column).like(func.upper(f"%{pattern}%"), escape="\\")


class Cursor(psycopg.Cursor):
    def execute(self, query, params=None, *, prepare=None, **options):
        """Execute a query. A search is planned for what is looked for, or it misses its index."""
        if "LIKE" in str(query):
            prepare = False
        return super().execute(query, params, prepare=prepare, **options)


def set_cursor(connection, record):
    connection.cursor_factory = Cursor


def check_alive(connection, record, fairy):
    """Look whether a connection lives, without a statement: cut off, it has something to read.

    Raises InvalidatePoolError then, whereupon the pool makes all connections anew.
    """
    poll = select.poll()
    poll.register(connection.fileno(), select.POLLIN)
    if poll.poll(0):
        raise InvalidatePoolError("The connection was cut off.")


@click.command("dbshell")
def dbshell():
    """Open the command line of the database: sqlite3 or psql."""
    url, environment = db.engine.url, dict(os.environ)
    if url.get_backend_name() == "sqlite":
        command = ["sqlite3", url.database]
    else:
        parameters = postgresql_parameters(current_app.config["DATABASE_URL"])
        if password := parameters.pop("password", None):
            environment["PGPASSWORD"] = password  # which a list of processes does not show
        parameters.pop("sslpassword", None)  # psql asks for it
        command = ["psql", make_conninfo(**parameters)]
    try:
        os.execvpe(command[0], command, environment)  # noqa: S606
    except FileNotFoundError:
        raise click.ClickException(f"There is no program {command[0]} to be found.") from None
