"""Transactions and connections of SQLAlchemy (HEALTH-3, EDIT-7)."""

import select

from flask import g, has_request_context, request
from sqlalchemy import event
from sqlalchemy.exc import InterfaceError, InvalidatePoolError, OperationalError

from core.extensions import db
from core.sqlite import add_functions


def init_app(app):
    """Register the event listeners of the engine."""
    app.teardown_appcontext(release_connection)  # before Flask-SQLAlchemy's own, which was first
    with app.app_context():
        event.listen(db.engine, "begin", begin_transaction)
        if db.engine.dialect.name == "sqlite":
            event.listen(db.engine, "connect", prepare_sqlite)
            event.listen(db.engine, "checkin", end_transaction)
        else:
            event.listen(db.engine, "checkout", check_connection)


def is_safe_method():
    """Return whether the current request has a safe method."""
    return has_request_context() and request.method in {"GET", "HEAD", "OPTIONS"}


def use_transactions():
    """Use transactions in the rest of this request, which has a safe method but writes."""
    db.session.commit()
    g.use_transactions = True


def begin_transaction(connection):
    """Begin a transaction, on SQLite with a write lock; in read-only requests use autocommit.

    The execution option `without_transaction` and Alembic's `autocommit_block` use autocommit, too.
    """
    options = connection.get_execution_options()
    autocommit = options.get("isolation_level") == "AUTOCOMMIT"
    read_only = is_safe_method() and "use_transactions" not in g
    if not (read_only or autocommit or options.get("without_transaction")):
        sqlite = connection.dialect.name == "sqlite"
        connection.exec_driver_sql("BEGIN IMMEDIATE" if sqlite else "BEGIN")


def on_commit(function):
    """Call a function after the next commit of the session, but not after a rollback."""
    db.session.info.setdefault("on_commit", []).append(function)


@event.listens_for(db.session, "after_commit")
def run_commit_functions(session):
    for function in session.info.pop("on_commit", []):
        function()


@event.listens_for(db.session, "after_rollback")
def forget_commit_functions(session):
    session.info.pop("on_commit", None)


def release_connection(error):
    """Release the connection; ignore one that broke after the response was created."""
    try:
        db.session.close()
    except (InterfaceError, OperationalError):
        db.session().invalidate()


def prepare_sqlite(dbapi_connection, connection_record):
    """Set the pragmas, and add the functions of a search (DIRECTORY-3)."""
    dbapi_connection.isolation_level = None  # begin_transaction begins transactions, not the driver
    dbapi_connection.executescript(
        "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;"
    )
    add_functions(dbapi_connection)


def end_transaction(dbapi_connection, connection_record):
    """End a transaction whose commit failed: SQLite leaves it open, and the pool does not look."""
    if dbapi_connection:  # the pool closes a broken one
        dbapi_connection.rollback()


def check_connection(dbapi_connection, connection_record, connection_proxy):
    """Check a connection without a query: the socket of a broken one is readable.

    Raises InvalidatePoolError, after which the pool replaces all connections.
    """
    poll = select.poll()
    poll.register(dbapi_connection.fileno(), select.POLLIN)
    if poll.poll(0):
        raise InvalidatePoolError("The connection is broken.")
