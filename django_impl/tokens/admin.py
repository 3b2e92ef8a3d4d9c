"""Tokens, for staff to see and to revoke (ADMIN-9)."""

from django.contrib import admin, messages
from django.db import transaction

from audit.models import record
from tokens.models import Token
from web.admin import SUPERUSERS_SKIPPED, ModelAdmin, can_manage, site


@admin.register(Token, site=site)
class TokenAdmin(ModelAdmin):
    """Whose they are, what for and for how long: the last one made first."""

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
        """End tokens, but for those of people who may not be touched."""
        selected = list(queryset.order_by("user_id").select_related("user").select_for_update())
        tokens = [token for token in selected if can_manage(request.user, token.user)]
        if len(tokens) < len(selected):
            messages.warning(request, SUPERUSERS_SKIPPED)
        for token in tokens:
            token.delete()
        record(request.user, "token_revoked", [token.user for token in tokens])
        messages.success(request, f"Revoked: {len(tokens)}.")
