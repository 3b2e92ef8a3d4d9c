"""The differences between a database and the models, and how an adoption removes them."""

import warnings
from pathlib import Path

from alembic.autogenerate import produce_migrations
from alembic.migration import MigrationContext
from alembic.operations import Operations, ops
from sqlalchemy import inspect
from sqlalchemy.schema import CreateIndex

from core.extensions import db

OTHER_TABLES = ("auth_", "django_", "users_groups", "users_user_permissions")
OWN_TABLES = ("user_permissions",)
OTHER_INDEXES = ("_grams", "_like")
TRIGGERS = Path(__file__).resolve().parents[2]


def include_name(name, kind, parents):
    """Leave alone the tables and indexes of the other implementation."""
    if kind == "table":
        return not name.startswith(OTHER_TABLES)
    return not (kind == "index" and name.endswith(OTHER_INDEXES))


def compare(connection):
    """Return the operations that would change the database to what the models define.

    Also returns the object that invokes them. The types of SQLite are not compared.
    """
    options = {"include_name": include_name, "compare_type": db.engine.dialect.name != "sqlite"}
    context = MigrationContext.configure(connection, opts=options)
    with warnings.catch_warnings(action="ignore"):  # SQLAlchemy can't read all indexes of SQLite
        script = produce_migrations(context, db.metadata)
    return Operations(context), list(flatten(script.upgrade_ops.ops))


def flatten(operations):
    """Yield the operations, without the groups for each table."""
    for operation in operations:
        if isinstance(operation, ops.ModifyTableOps):
            yield from flatten(operation.ops)
        else:
            yield operation


def misfits(operations):
    """Return the differences that an adoption does not remove, each as a line."""
    return [line for operation in operations if (line := describe(operation))]


def describe(operation):
    match operation:
        case ops.CreateTableOp() if operation.table_name not in OWN_TABLES:
            return f"{operation.table_name}: the table is missing"
        case ops.DropTableOp():
            return f"{operation.table_name}: no model has this table"
        case ops.AddColumnOp():
            return f"{operation.table_name}.{operation.column.name}: the column is missing"
        case ops.DropColumnOp():
            return f"{operation.table_name}.{operation.column_name}: no model has this column"
        case ops.AlterColumnOp(modify_type=kind) if kind is not None:
            name = f"{operation.table_name}.{operation.column_name}"
            return f"{name}: the type is not {str(kind).lower()}"
        case ops.AlterColumnOp(modify_nullable=nullable) if nullable is not None:
            null = "NULL" if nullable else "NOT NULL"
            return f"{operation.table_name}.{operation.column_name}: the column is not {null}"
    return None


def change_sqlite(operations):
    """Copy each table to one that is made from its model, or create it.

    SQLite can't change a foreign key, and Alembic can't read all constraints of SQLite.
    """
    connection = operations.get_bind()
    for name in connection.exec_driver_sql("SELECT name FROM sqlite_master WHERE type = 'trigger'"):
        connection.exec_driver_sql(f"DROP TRIGGER {name[0]}")
    tables = inspect(connection).get_table_names()
    for table in db.metadata.sorted_tables:
        if table.name not in tables:
            table.create(connection)
            continue
        query = "SELECT seq FROM sqlite_sequence WHERE name = ?"
        last_id = connection.exec_driver_sql(query, (table.name,)).scalar()
        options = {"sqlite_autoincrement": table.dialect_kwargs.get("sqlite_autoincrement", False)}
        with operations.batch_alter_table(
            table.name, copy_from=table, recreate="always", table_kwargs=options
        ):
            pass  # the copy is made at the end of the block
        for index in table.indexes:
            connection.execute(CreateIndex(index, if_not_exists=True))
        if last_id:  # an id is never used again (DATABASE-2)
            query = "UPDATE sqlite_sequence SET seq = ? WHERE name = ?"
            connection.exec_driver_sql(query, (last_id, table.name))


def create_triggers(connection):
    """Create the triggers that copy permissions from one table to the other, and copy all."""
    path = TRIGGERS / f"permissions.{connection.dialect.name}.sql"
    for statement in path.read_text(encoding="utf-8").split("\n\n"):
        connection.exec_driver_sql(statement)
