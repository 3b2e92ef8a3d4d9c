"""Index the names in upper case, as the search compares them."""

from alembic import op

revision = "0010"
down_revision = "0009"

COLUMNS = ("username", "first_name", "last_name")


def upgrade():
    """Create the indexes that a search uses in PostgreSQL (DIRECTORY-7)."""
    index("upper({})")


def downgrade():
    index("{}")


def index(expression):
    if op.get_bind().dialect.name != "postgresql":
        return
    for column in COLUMNS:
        name, indexed = f"users_{column}_trigrams", expression.format(column)
        op.execute(f"DROP INDEX {name}")
        op.execute(f"CREATE INDEX {name} ON users USING gin ({indexed} gin_trgm_ops)")
