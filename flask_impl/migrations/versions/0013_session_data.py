"""Add data to sessions, and allow sessions without a user."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"

BIG_INTEGER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
TIME = sa.DateTime(timezone=True)
NULLABLE = {"user_id": BIG_INTEGER, "created_at": TIME, "last_seen_at": TIME}


def upgrade():
    op.add_column(
        "sessions", sa.Column("session_data", sa.Text(), nullable=False, server_default="{}")
    )
    with op.batch_alter_table("sessions", reflect_kwargs={"resolve_fks": False}) as batch:
        batch.alter_column("session_data", server_default=None)
        for name, kind in NULLABLE.items():
            batch.alter_column(name, existing_type=kind, nullable=True)


def downgrade():
    op.execute("DELETE FROM sessions WHERE user_id IS NULL")
    with op.batch_alter_table("sessions", reflect_kwargs={"resolve_fks": False}) as batch:
        batch.drop_column("session_data")
        for name, kind in NULLABLE.items():
            batch.alter_column(name, existing_type=kind, nullable=False)
