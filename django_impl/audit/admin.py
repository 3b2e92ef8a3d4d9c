"""The audit log in the admin, read-only (ADMIN-8)."""

from django.contrib import admin

from audit.models import AuditLogEntry
from web.admin import ModelAdmin, admin_site


@admin.register(AuditLogEntry, site=admin_site)
class AuditLogEntryAdmin(ModelAdmin):
    """Lists the entries, the newest first."""

    list_display = ["created_at", "actor", "event", "subject", "detail"]
    list_display_links = None
    search_fields = ["actor", "event", "subject"]
    ordering = ["-id"]
    lookups = ["subject_id"]
