"""Add indexes for the order of the directory, and for its search."""

from alembic import op

revision = "0004"
down_revision = "0003"

COLUMNS = ("username", "first_name", "last_name")


def upgrade():
    """Create the indexes that `icontains` uses in PostgreSQL (DIRECTORY-7)."""
    op.create_index("users_joined", "users", ["date_joined", "id"])
    if op.get_bind().dialect.name != "postgresql":
        return
    op.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")
    for column in COLUMNS:
        op.execute(
            f"CREATE INDEX users_{column}_trigrams ON users USING gin ({column} gin_trgm_ops)"
        )


def downgrade():
    for column in COLUMNS:
        op.execute(f"DROP INDEX IF EXISTS users_{column}_trigrams")
    op.drop_index("users_joined", "users")
