"""Create grants to see a profile, until they expire."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"

BIG_INTEGER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
REFERENCES = {"granter_id": "users.id", "user_id": "users.id", "token_id": "tokens.id"}


def upgrade():
    op.create_table(
        "grants",
        sa.Column("id", BIG_INTEGER, sa.Identity(), primary_key=True),
        *(
            sa.Column(
                name,
                BIG_INTEGER,
                sa.ForeignKey(key, ondelete="CASCADE"),
                nullable=name != "granter_id",
            )
            for name, key in REFERENCES.items()
        ),
        sa.Column("search", sa.String(100), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sqlite_autoincrement=True,
    )
    for name in REFERENCES:
        op.create_index(f"ix_grants_{name}", "grants", [name])


def downgrade():
    op.drop_table("grants")
