"""Create tokens, with which programs act for a user."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"

BIG_INTEGER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade():
    op.create_table(
        "tokens",
        sa.Column("id", BIG_INTEGER, sa.Identity(), primary_key=True),
        sa.Column(
            "user_id", BIG_INTEGER, sa.ForeignKey("users.id", ondelete="CASCADE"), nullable=False
        ),
        sa.Column("name", sa.String(100), nullable=False),
        sa.Column("scopes", sa.String(100), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False, unique=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_used_at", sa.DateTime(timezone=True)),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_tokens_user_id", "tokens", ["user_id"])


def downgrade():
    op.drop_table("tokens")
