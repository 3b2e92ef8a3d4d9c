"""Create users and sessions."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

BIG_INTEGER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade():
    op.create_table(
        "users",
        sa.Column("id", BIG_INTEGER, sa.Identity(), primary_key=True),
        sa.Column("password", sa.String(128), nullable=False),
        sa.Column("last_login", sa.DateTime(timezone=True)),
        sa.Column("is_superuser", sa.Boolean(), nullable=False),
        sa.Column("username", sa.String(30), nullable=False, unique=True),
        sa.Column("first_name", sa.String(150), nullable=False),
        sa.Column("last_name", sa.String(150), nullable=False),
        sa.Column("email", sa.String(254), nullable=False),
        sa.Column("is_staff", sa.Boolean(), nullable=False),
        sa.Column("is_active", sa.Boolean(), nullable=False),
        sa.Column("date_joined", sa.DateTime(timezone=True), nullable=False),
        sa.Column("bio", sa.Text(), nullable=False),
        sa.Column("location", sa.String(100), nullable=False),
        sa.Column("website", sa.String(200), nullable=False),
        sa.Column("visibility", sa.String(10), nullable=False),
        sa.CheckConstraint("username = lower(username)", name="users_username_is_lower_case"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "sessions",
        sa.Column("session_key", sa.String(64), primary_key=True),
        sa.Column("expire_date", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "user_id", BIG_INTEGER, sa.ForeignKey("users.id", ondelete="CASCADE"), nullable=False
        ),
    )
    op.create_index("ix_sessions_expire_date", "sessions", ["expire_date"])
    op.create_index("ix_sessions_user_id", "sessions", ["user_id"])


def downgrade():
    op.drop_table("sessions")
    op.drop_table("users")
