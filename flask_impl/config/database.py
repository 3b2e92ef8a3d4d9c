"""How SQLite is made to wait for a lock instead of losing an update (DATABASE-1)."""

from flask import has_request_context, request
from sqlalchemy import event

from config.extensions import db

SAFE_METHODS = {"GET", "HEAD", "OPTIONS"}


def init_app(app):
    """Set the engine up, where it is SQLite's."""
    with app.app_context():
        if db.engine.dialect.name == "sqlite":
            event.listen(db.engine, "connect", set_pragmas)
            event.listen(db.engine, "begin", begin)


def set_pragmas(connection, record):
    connection.isolation_level = None  # transactions are begun below, not by the driver
    connection.executescript(
        "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;"
    )


def begin(connection):
    """Take the lock at once wherever something may be written."""
    reads_only = has_request_context() and request.method in SAFE_METHODS
    connection.exec_driver_sql("BEGIN" if reads_only else "BEGIN IMMEDIATE")
