"""Tokens in the admin: listed and revoked by staff (ADMIN-9)."""

from django.contrib import admin, messages
from django.db import transaction

from audit.models import log_action
from tokens.models import Token
from web.admin import ModelAdmin, admin_site, keep_manageable


@admin.register(Token, site=admin_site)
class TokenAdmin(ModelAdmin):
    """Lists the tokens of all users, the newest first."""

    list_display = ["name", "user", "scopes", "created_at", "expires_at", "last_used_at"]
    list_display_links = None
    list_select_related = ["user"]
    search_fields = ["name", "user__username"]
    ordering = ["-id"]
    lookups = ["user_id"]
    actions = ["revoke"]

    @admin.action(description="Revoke selected tokens")
    @transaction.atomic
    def revoke(self, request, queryset):
        """Delete the selected tokens, except those of users whom the staff may not manage."""
        selected = list(queryset.order_by("user_id").select_related("user").select_for_update())
        tokens = keep_manageable(request, selected, lambda token: token.user)
        for token in tokens:
            token.delete()
        log_action(request.user, "token_revoked", [token.user for token in tokens])
        messages.success(request, f"Revoked: {len(tokens)}.")
