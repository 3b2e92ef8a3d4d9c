"""How a connection is begun and given back (HEALTH-3, EDIT-7), and the database's own prompt."""

import os
import select

import click
import psycopg
from sqlalchemy import URL, event
from sqlalchemy.exc import InterfaceError, InvalidatePoolError, OperationalError

from config.extensions import db
from config.reading import reads_only


def init_app(app):
    """Make connections safe to give back and, on SQLite, wait for a lock that others hold."""
    app.cli.add_command(dbshell)
    app.teardown_appcontext(give_back)  # before Flask-SQLAlchemy's own, which was first
    with app.app_context():
        if db.engine.dialect.name == "sqlite":
            event.listen(db.engine, "connect", set_pragmas)
            event.listen(db.engine, "begin", begin)
        else:
            event.listen(db.engine, "connect", set_cursor)
            event.listen(db.engine, "checkout", check_alive)


def write(*statements):
    """Run statements in a transaction of their own: on SQLite, one that has read can't wait."""
    db.session.commit()
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
    connection.isolation_level = None  # transactions are begun below, not by the driver
    connection.executescript(
        "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;"
    )


def begin(connection):
    """Take the lock at once wherever something may be written; none for one statement by itself."""
    if connection.get_execution_options().get("without_transaction"):
        return
    connection.exec_driver_sql("BEGIN" if reads_only() else "BEGIN IMMEDIATE")


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
        where = (url.host, url.port, url.database, url.query)
        command = ["psql", str(URL.create("postgresql", url.username, None, *where))]
        if url.password:
            environment["PGPASSWORD"] = url.password  # which a list of processes does not show
    try:
        os.execvpe(command[0], command, environment)  # noqa: S606
    except FileNotFoundError:
        raise click.ClickException(f"There is no program {command[0]} to be found.") from None
