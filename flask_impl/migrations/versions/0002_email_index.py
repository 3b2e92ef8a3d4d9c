"""Add an index of email addresses in lower case."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade():
    op.create_index("users_email_upper", "users", [sa.text("upper(email)")])


def downgrade():
    op.drop_index("users_email_upper", "users")
