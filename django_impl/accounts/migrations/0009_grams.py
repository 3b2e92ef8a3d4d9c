from django.db import migrations

# With the default cost, PostgreSQL takes longer to compile the plan of a search than to search.
GRAMS = """
CREATE OR REPLACE FUNCTION grams(VARIADIC texts text[]) RETURNS text[]
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE COST 10 AS $$
DECLARE
  upper_text text;
  result text[] := '{}';
BEGIN
  FOREACH upper_text IN ARRAY texts LOOP
    upper_text := upper(upper_text);
    FOR i IN 1..length(upper_text) LOOP
      result := result
        || ARRAY[substr(upper_text, i, 1), substr(upper_text, i, 2), substr(upper_text, i, 3)];
    END LOOP;
  END LOOP;
  RETURN result;
END
$$"""
SEARCH_GRAMS = """
CREATE OR REPLACE FUNCTION search_grams(search text) RETURNS text[]
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
  SELECT array_agg(substr(upper(search), least(i, length(search) - 2), 3))
  FROM generate_series(1, length(search), 3) AS i
$$"""
INDEXES = {"names": "username, first_name, last_name", "email": "email"}
TRIGRAMS = ("username", "first_name", "last_name")


def create_gram_indexes(apps, schema_editor):
    """Create the index of the grams of the searched columns in PostgreSQL (DIRECTORY-7)."""
    if schema_editor.connection.vendor != "postgresql":
        return
    schema_editor.execute(GRAMS)
    schema_editor.execute(SEARCH_GRAMS)
    for name, columns in INDEXES.items():
        replace_index(schema_editor, f"users_{name}_grams", f"grams({columns})")
    for column in TRIGRAMS:
        schema_editor.execute(f"DROP INDEX CONCURRENTLY IF EXISTS users_{column}_trigrams")
    schema_editor.execute("ANALYZE users")


def drop_gram_indexes(apps, schema_editor):
    if schema_editor.connection.vendor != "postgresql":
        return
    for column in TRIGRAMS:
        name, expression = f"users_{column}_trigrams", f"upper({column}) gin_trgm_ops"
        replace_index(schema_editor, name, expression)
    for name in INDEXES:
        schema_editor.execute(f"DROP INDEX CONCURRENTLY IF EXISTS users_{name}_grams")
    schema_editor.execute("DROP FUNCTION IF EXISTS grams, search_grams")


def replace_index(schema_editor, name, expression):
    """Create an index while the table is written to; first drop what a failed attempt has left."""
    schema_editor.execute(f"DROP INDEX CONCURRENTLY IF EXISTS {name}")
    schema_editor.execute(f"CREATE INDEX CONCURRENTLY {name} ON users USING gin ({expression})")


class Migration(migrations.Migration):
    atomic = False  # CREATE INDEX CONCURRENTLY cannot run in a transaction

    dependencies = [("accounts", "0008_session_columns")]

    operations = [migrations.RunPython(create_gram_indexes, drop_gram_indexes)]
