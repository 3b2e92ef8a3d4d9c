"""Create sites: hosts whose pages have their own name and color."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"

BIG_INTEGER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade():
    op.create_table(
        "sites",
        sa.Column("id", BIG_INTEGER, sa.Identity(), primary_key=True),
        sa.Column("host", sa.String(253), nullable=False, unique=True),
        sa.Column("name", sa.String(50), nullable=False),
        sa.Column("colour", sa.String(10), nullable=False),
        sa.CheckConstraint("host = lower(host)", name="sites_host_is_lower_case"),
        sa.CheckConstraint(
            "colour IN ('blue', 'green', 'teal', 'violet', 'brown')", name="sites_colour_is_known"
        ),
        sqlite_autoincrement=True,
    )


def downgrade():
    op.drop_table("sites")
