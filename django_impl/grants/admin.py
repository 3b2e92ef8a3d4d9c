"""Grants in the admin: listed and revoked by staff (GRANT-7)."""

from django.contrib import admin, messages
from django.db import transaction

from audit.models import log_action
from grants.models import Grant
from web.admin import ModelAdmin, admin_site, keep_manageable


@admin.register(Grant, site=admin_site)
class GrantAdmin(ModelAdmin):
    """Lists the grants of all users, the newest first."""

    list_display = ["granter", "grantee", "search", "created_at", "expires_at"]
    list_display_links = None
    list_select_related = ["granter", "user"]
    search_fields = ["granter__username", "user__username", "search"]
    ordering = ["-id"]
    actions = ["revoke"]

    @admin.action(description="Revoke selected grants")
    @transaction.atomic
    def revoke(self, request, queryset):
        """Delete the selected grants, except those of users whom the staff may not manage."""
        selected = queryset.order_by("granter_id").select_for_update(of=["self", "granter"])
        grants = keep_manageable(request, selected, lambda grant: grant.granter)
        for grant in grants:
            grant.delete()
            log_action(request.user, "grant_revoked", [grant.granter], grant.grantee)
        messages.success(request, f"Revoked: {len(grants)}.")
