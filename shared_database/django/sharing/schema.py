"""The differences between a database and the models, and the triggers that share permissions."""

from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.db import connection

from accounts.models import User

TRIGGERS = Path(__file__).resolve().parents[2]


def local_apps():
    """Return the apps of this application that have migrations."""
    configs = apps.get_app_configs()
    return [each for each in configs if (settings.BASE_DIR / each.label / "migrations").is_dir()]


def misfits():
    """Return the differences between the models and the database, each as a line."""
    with connection.cursor() as cursor:
        tables = connection.introspection.table_names(cursor)
        if "user_permissions" not in tables:
            return ["user_permissions: the table is missing"]
        return [
            line
            for app in local_apps()
            for model in app.get_models()
            for line in compare(cursor, model, tables)
        ]


def compare(cursor, model, tables):
    """Yield the differences between a model and its table."""
    table = model._meta.db_table
    if table not in tables:
        yield f"{table}: the table is missing"
        return
    description = connection.introspection.get_table_description(cursor, table)
    nullable = {column.name: column.null_ok for column in description}
    types = read_types(cursor, table)
    for field in model._meta.local_fields:
        name, kind = field.column, field.db_type(connection)
        if name not in nullable:
            yield f"{table}.{name}: the column is missing"
        elif nullable[name] != field.null:
            yield f"{table}.{name}: the column is not {'NULL' if field.null else 'NOT NULL'}"
        elif types.get(name, kind) != kind:
            yield f"{table}.{name}: the type is not {kind}"
    for name in nullable.keys() - {field.column for field in model._meta.local_fields}:
        yield f"{table}.{name}: no model has this column"


def read_types(cursor, table):
    """Return the types of columns on PostgreSQL, by name; SQLite does not enforce them."""
    if connection.vendor == "sqlite":
        return {}
    cursor.execute(
        "SELECT attname, replace(format_type(atttypid, atttypmod), 'character varying', 'varchar')"
        " FROM pg_attribute WHERE attrelid = %s::regclass AND attnum > 0 AND NOT attisdropped",
        [table],
    )
    return dict(cursor.fetchall())


def create_other_tables():
    """Create the tables between users, groups and permissions, which only Django has."""
    tables = connection.introspection.table_names()
    with connection.schema_editor() as editor:
        for field in User._meta.local_many_to_many:
            if field.remote_field.through._meta.db_table not in tables:
                editor.create_model(field.remote_field.through)


def create_triggers():
    """Create the triggers that copy permissions from one table to the other, and copy all."""
    path = TRIGGERS / f"permissions.{connection.vendor}.sql"
    with connection.cursor() as cursor:
        for statement in path.read_text(encoding="utf-8").split("\n\n"):
            cursor.execute(statement)
