"""Index the grams of the searched columns, to search for any text."""

from alembic import op

revision = "0018"
down_revision = "0017"

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


def upgrade():
    """Create the index of the grams of the searched columns in PostgreSQL (DIRECTORY-7)."""
    if op.get_bind().dialect.name != "postgresql":
        return
    with op.get_context().autocommit_block():  # for CREATE INDEX CONCURRENTLY
        op.execute(GRAMS)
        op.execute(SEARCH_GRAMS)
        for name, columns in INDEXES.items():
            replace_index(f"users_{name}_grams", f"grams({columns})")
        for column in TRIGRAMS:
            op.execute(f"DROP INDEX CONCURRENTLY IF EXISTS users_{column}_trigrams")
        op.execute("ANALYZE users")


def downgrade():
    if op.get_bind().dialect.name != "postgresql":
        return
    with op.get_context().autocommit_block():
        for column in TRIGRAMS:
            replace_index(f"users_{column}_trigrams", f"upper({column}) gin_trgm_ops")
        for name in INDEXES:
            op.execute(f"DROP INDEX CONCURRENTLY IF EXISTS users_{name}_grams")
        op.execute("DROP FUNCTION IF EXISTS grams, search_grams")


def replace_index(name, expression):
    """Create an index while the table is written to; first drop what a failed attempt has left."""
    op.execute(f"DROP INDEX CONCURRENTLY IF EXISTS {name}")
    op.execute(f"CREATE INDEX CONCURRENTLY {name} ON users USING gin ({expression})")
