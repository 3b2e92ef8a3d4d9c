from django.db import migrations, models

COLUMNS = ("username", "first_name", "last_name")


def create_trigram_indexes(apps, schema_editor):
    """Create the indexes that `icontains` uses in PostgreSQL (DIRECTORY-7)."""
    if schema_editor.connection.vendor != "postgresql":
        return
    schema_editor.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")
    for column in COLUMNS:
        schema_editor.execute(
            f"CREATE INDEX users_{column}_trigrams ON users USING gin (upper({column}) gin_trgm_ops)"
        )


def drop_trigram_indexes(apps, schema_editor):
    for column in COLUMNS:
        schema_editor.execute(f"DROP INDEX IF EXISTS users_{column}_trigrams")


class Migration(migrations.Migration):
    dependencies = [("accounts", "0004_session_places")]

    operations = [
        migrations.AddIndex(
            model_name="user",
            index=models.Index(models.F("date_joined"), models.F("id"), name="users_joined"),
        ),
        migrations.RunPython(create_trigram_indexes, drop_trigram_indexes),
    ]
