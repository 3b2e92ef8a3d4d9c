"""Rename the audit log."""

from alembic import op

revision = "0012"
down_revision = "0011"


def upgrade():
    op.rename_table("audit_lines", "audit_log")
    op.alter_column("audit_log", "at", new_column_name="created_at")
    op.drop_index("ix_audit_lines_subject_id", "audit_log")
    op.create_index("ix_audit_log_subject_id", "audit_log", ["subject_id"])


def downgrade():
    op.drop_index("ix_audit_log_subject_id", "audit_log")
    op.alter_column("audit_log", "created_at", new_column_name="at")
    op.rename_table("audit_log", "audit_lines")
    op.create_index("ix_audit_lines_subject_id", "audit_lines", ["subject_id"])
