"""Create the permissions of users."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"

BIG_INTEGER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade():
    op.create_table(
        "user_permissions",
        sa.Column(
            "user_id", BIG_INTEGER, sa.ForeignKey("users.id", ondelete="CASCADE"), primary_key=True
        ),
        sa.Column("permission", sa.String(100), primary_key=True),
    )


def downgrade():
    op.drop_table("user_permissions")
