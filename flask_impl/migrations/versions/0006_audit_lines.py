"""Create the log of what staff did in the admin."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"

BIG_INTEGER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade():
    op.create_table(
        "audit_lines",
        sa.Column("id", BIG_INTEGER, sa.Identity(), primary_key=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor_id", sa.BigInteger(), nullable=False),
        sa.Column("actor", sa.String(30), nullable=False),
        sa.Column("event", sa.String(30), nullable=False),
        sa.Column("subject_id", sa.BigInteger(), nullable=False),
        sa.Column("subject", sa.String(30), nullable=False),
        sa.Column("detail", sa.Text(), nullable=False),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_audit_lines_subject_id", "audit_lines", ["subject_id"])


def downgrade():
    op.drop_table("audit_lines")
