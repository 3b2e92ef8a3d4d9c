"""The audit, for staff to read (ADMIN-8)."""

from django.contrib import admin

from audit.models import AuditLine
from web.admin import ModelAdmin, site


@admin.register(AuditLine, site=site)
class AuditLineAdmin(ModelAdmin):
    """Who did what, to whom and when: the last change first."""

    list_display = ["at", "actor", "event", "subject", "detail"]
    list_display_links = None
    search_fields = ["actor", "event", "subject"]
    ordering = ["-id"]
    lookups = ["subject_id"]
