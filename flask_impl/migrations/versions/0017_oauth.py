"""Create clients of OAuth 2.0, and authorization codes."""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"

BIG_INTEGER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade():
    op.create_table(
        "oauth_clients",
        sa.Column("client_id", sa.String(50), primary_key=True),
        sa.Column("name", sa.String(100), nullable=False),
        sa.Column("redirect_uris", sa.String(2000), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
    )
    op.create_table(
        "oauth_codes",
        sa.Column("digest", sa.String(64), primary_key=True),
        sa.Column(
            "client_id",
            sa.String(50),
            sa.ForeignKey("oauth_clients.client_id", ondelete="CASCADE"),
            nullable=False,
        ),
        sa.Column(
            "token_id",
            BIG_INTEGER,
            sa.ForeignKey("tokens.id", ondelete="CASCADE"),
            nullable=False,
            unique=True,
        ),
        sa.Column("redirect_uri", sa.String(2000), nullable=False),
        sa.Column("code_challenge", sa.String(128), nullable=False),
        sa.Column("days", sa.Integer(), nullable=False),
        sa.Column("is_used", sa.Boolean(), nullable=False),
    )
    op.create_index("ix_oauth_codes_client_id", "oauth_codes", ["client_id"])


def downgrade():
    op.drop_table("oauth_codes")
    op.drop_table("oauth_clients")
