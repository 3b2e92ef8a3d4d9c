"""Create the task queue."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"

BIG_INTEGER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade():
    op.create_table(
        "tasks",
        sa.Column("id", BIG_INTEGER, sa.Identity(), primary_key=True),
        sa.Column("name", sa.String(100), nullable=False),
        sa.Column("user_id", BIG_INTEGER, sa.ForeignKey("users.id", ondelete="CASCADE")),
        sa.Column("arguments", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True)),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("error", sa.Text(), nullable=False),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_tasks_user_id", "tasks", ["user_id"])
    op.create_index("ix_tasks_due_at", "tasks", ["due_at"])


def downgrade():
    op.drop_table("tasks")
