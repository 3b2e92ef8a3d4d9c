"""The audit log in the admin, read-only (ADMIN-8)."""

from audit.models import AuditLogEntry
from web.admin import ModelView, PrimaryKeyFilter


class AuditLogEntryAdmin(ModelView):
    """Lists the entries, the newest first."""

    column_list = ["created_at", "actor", "event", "subject", "detail"]
    column_searchable_list = ["actor", "event", "subject"]
    column_default_sort = ("id", True)
    column_filters = [PrimaryKeyFilter(AuditLogEntry.subject_id, "user")]
