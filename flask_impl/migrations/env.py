"""Runs migrations on the database of the current application."""

from alembic import context
from flask import current_app

from core.command_line import database_errors

db = current_app.extensions["migrate"].db


def include_name(name, kind, parents):
    """Leave alone the indexes that only a migration knows."""
    return not (kind == "index" and name.endswith("_grams"))


with database_errors():
    connection = db.engine.connect()
with connection:
    context.configure(
        connection=connection,
        target_metadata=db.metadata,
        **{"include_name": include_name} | current_app.extensions["migrate"].configure_args,
    )
    with context.begin_transaction():
        context.run_migrations()
