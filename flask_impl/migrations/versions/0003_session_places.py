"""Add when and where a session was created; delete sessions without these values."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade():
    op.execute("DELETE FROM sessions")
    with op.batch_alter_table("sessions") as sessions:
        sessions.add_column(sa.Column("since", sa.DateTime(timezone=True), nullable=False))
        sessions.add_column(sa.Column("last_seen", sa.DateTime(timezone=True), nullable=False))
        sessions.add_column(sa.Column("address", sa.String(45), nullable=False))
        sessions.add_column(sa.Column("browser", sa.String(200), nullable=False))


def downgrade():
    with op.batch_alter_table("sessions") as sessions:
        for name in ("since", "last_seen", "address", "browser"):
            sessions.drop_column(name)
