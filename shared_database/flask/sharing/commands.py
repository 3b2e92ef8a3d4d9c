"""The command that adopts a database whose tables the other implementation has made."""

import click
from flask_migrate import stamp

from core.command_line import Command
from core.extensions import db
from sharing.schema import change_sqlite, compare, create_triggers, misfits


@click.command("adopt", cls=Command)
def adopt():
    """Adopt tables that the other implementation made; record all migrations as applied.

    Changes indexes and foreign keys, and adds tables. Fails without a change if a column differs.
    """
    with db.engine.connect() as connection:
        if db.engine.dialect.name == "sqlite":  # a table is dropped that others refer to
            connection.connection.cursor().execute("PRAGMA foreign_keys=OFF")
        operations, changes = compare(connection)
        if found := misfits(changes):
            raise click.ClickException("\n".join(["The database does not fit.", *found]))
        if changes and db.engine.dialect.name == "sqlite":
            change_sqlite(operations)
        else:
            for change in changes:
                operations.invoke(change)
        create_triggers(connection)
        connection.commit()
    stamp()
