"""Requests that only read, which PostgreSQL answers without a transaction around each of them."""

from functools import cache

from flask import has_request_context, request
from flask_sqlalchemy import session


def reads_only():
    """Say whether a request is being answered that, by its method, changes nothing."""
    return has_request_context() and request.method in {"GET", "HEAD", "OPTIONS"}


class Session(session.Session):
    """Flask-SQLAlchemy's own; where a request only reads, each statement stands for itself."""

    def get_bind(self, *args, **kwargs):
        engine = super().get_bind(*args, **kwargs)
        return autocommitting(engine) if reads_only() else engine


@cache
def autocommitting(engine):
    """Return the engine with the same connections, but without BEGIN and ROLLBACK."""
    if engine.dialect.name == "sqlite":  # where they are no round trips
        return engine
    return engine.execution_options(isolation_level="AUTOCOMMIT")


def fetch_row(engine, query, pk):
    """Return the row for which a query ends with a primary key, by the driver and nothing above it.

    Raises what the pool and the driver do.
    """
    connection = engine.raw_connection()
    driver = connection.driver_connection
    try:
        if engine.dialect.name == "sqlite":
            return driver.execute(query + "?", [pk]).fetchone()
        driver.autocommit = True
        try:
            return driver.execute(query + "%s", [pk]).fetchone()
        finally:
            driver.autocommit = False
    finally:
        connection.close()
