"""Rename the columns of sessions."""

from alembic import op

revision = "0011"
down_revision = "0010"

NAMES = {
    "since": "created_at",
    "last_seen": "last_seen_at",
    "address": "ip_address",
    "browser": "user_agent",
    "expire_date": "expires_at",
}


def upgrade():
    op.drop_index("ix_sessions_expire_date", "sessions")
    for old, new in NAMES.items():
        op.alter_column("sessions", old, new_column_name=new)
    op.create_index("ix_sessions_expires_at", "sessions", ["expires_at"])


def downgrade():
    op.drop_index("ix_sessions_expires_at", "sessions")
    for old, new in NAMES.items():
        op.alter_column("sessions", new, new_column_name=old)
    op.create_index("ix_sessions_expire_date", "sessions", ["expire_date"])
