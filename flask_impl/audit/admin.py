"""The audit, for staff to read (ADMIN-8)."""

from audit.models import AuditLine
from web.admin import ModelView, PrimaryKeyFilter


class AuditLineAdmin(ModelView):
    """Who did what, to whom and when: the last change first."""

    column_list = ["at", "actor", "event", "subject", "detail"]
    column_labels = {"at": "When", "actor": "Who", "event": "What", "subject": "To whom"}
    column_searchable_list = ["actor", "event", "subject"]
    column_default_sort = ("id", True)
    column_filters = [PrimaryKeyFilter(AuditLine.subject_id, "user")]
