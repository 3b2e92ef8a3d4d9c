"""Grant `view_email` to staff, who see email addresses in the admin (PERMIT-2)."""

from alembic import op

revision = "0008"
down_revision = "0007"


def upgrade():
    op.execute(
        "INSERT INTO user_permissions (user_id, permission)"
        " SELECT id, 'view_email' FROM users WHERE is_staff ON CONFLICT DO NOTHING"
    )


def downgrade():
    """Revoke it from all users."""
    op.execute("DELETE FROM user_permissions WHERE permission = 'view_email'")
