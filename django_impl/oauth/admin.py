"""Clients in the admin: registered and deleted by superusers (OAUTH-1, OAUTH-14)."""

from django.contrib import admin, messages
from django.db import transaction

from audit.models import log_action
from oauth.forms import ClientForm
from oauth.models import Client
from web.admin import ModelAdmin, admin_site


@admin.register(Client, site=admin_site)
class ClientAdmin(ModelAdmin):
    """Lists the registered clients, the newest first."""

    form = ClientForm
    list_display = ["name", "client_id", "redirect_uris", "created_at"]
    list_display_links = None
    search_fields = ["name", "client_id", "redirect_uris"]
    ordering = ["-created_at"]
    actions = ["delete_clients"]

    def has_module_permission(self, request):
        return request.user.is_superuser

    def has_view_permission(self, request, obj=None):
        return request.user.is_superuser and obj is None

    def has_add_permission(self, request):
        return request.user.is_superuser

    def add_view(self, request, form_url="", extra_context=None):
        """Leave out the button that leads to a page of one client, which does not exist."""
        return super().add_view(request, form_url, {"show_save_and_continue": False})

    def log_addition(self, request, obj, message):
        """Write to the audit log, not to `LogEntry`, which is deleted with its user."""
        log_action(request.user, "oauth_client_created", [request.user], obj.name)

    @admin.action(description="Delete selected clients")
    @transaction.atomic
    def delete_clients(self, request, queryset):
        """Delete the selected clients, and revoke their tokens."""
        clients = list(queryset.order_by("pk").select_for_update())
        for client in clients:
            client.get_tokens().delete()
            client.delete()
            log_action(request.user, "oauth_client_deleted", [request.user], client.name)
        messages.success(request, f"Deleted: {len(clients)}.")
