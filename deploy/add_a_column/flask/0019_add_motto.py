"""Release 1: the column has a default in the database, so the former release can insert rows."""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"


def upgrade():
    op.add_column("users", sa.Column("motto", sa.String(100), nullable=False, server_default=""))


def downgrade():
    op.drop_column("users", "motto")
