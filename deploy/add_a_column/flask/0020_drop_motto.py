"""Release 3: no release that runs uses the column, so it is dropped."""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"


def upgrade():
    op.drop_column("users", "motto")


def downgrade():
    op.add_column("users", sa.Column("motto", sa.String(100), nullable=False, server_default=""))
