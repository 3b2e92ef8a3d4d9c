"""Create identities of users at a provider, and logins in progress."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"

BIG_INTEGER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
TIME = sa.DateTime(timezone=True)


def upgrade():
    op.create_table(
        "identities",
        sa.Column("id", BIG_INTEGER, sa.Identity(), primary_key=True),
        sa.Column(
            "user_id", BIG_INTEGER, sa.ForeignKey("users.id", ondelete="CASCADE"), nullable=False
        ),
        sa.Column("issuer", sa.String(200), nullable=False),
        sa.Column("subject", sa.String(255), nullable=False),
        sa.Column("created_at", TIME, nullable=False),
        sa.UniqueConstraint("issuer", "subject", name="identities_issuer_subject_key"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_identities_user_id", "identities", ["user_id"])
    op.create_table(
        "pending_logins",
        sa.Column("key", sa.String(64), primary_key=True),
        sa.Column("data", sa.Text(), nullable=False),
        sa.Column("expires_at", TIME, nullable=False),
    )
    op.create_index("ix_pending_logins_expires_at", "pending_logins", ["expires_at"])


def downgrade():
    op.drop_table("pending_logins")
    op.drop_table("identities")
