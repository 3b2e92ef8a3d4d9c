"""Failed emails in the admin: listed and tried again by staff (TASK-4)."""

from django.contrib import admin, messages
from django.db import transaction
from django.utils import timezone

from audit.models import log_action
from core.background import get_backend
from tasks.models import QueuedTask
from web.admin import ModelAdmin, admin_site, keep_manageable


@admin.register(QueuedTask, site=admin_site)
class FailedTaskAdmin(ModelAdmin):
    """Lists the tasks for a user that are not tried again, the newest first."""

    list_display = ["name", "user", "created_at", "attempts", "error"]
    list_display_links = None
    list_select_related = ["user"]
    search_fields = ["name", "user__username"]
    ordering = ["-id"]
    actions = ["retry"]

    def get_queryset(self, request):
        return super().get_queryset(request).filter(due_at=None, user__isnull=False)

    @admin.action(description="Retry selected emails")
    @transaction.atomic
    def retry(self, request, queryset):
        """Run the selected tasks again, except those of users whom the staff may not manage."""
        selected = list(queryset.order_by("pk").select_for_update(of=["self"]))
        tasks = keep_manageable(request, selected, lambda task: task.user)
        for task in tasks:
            task.due_at, task.attempts = timezone.now(), 0
            task.save(update_fields=["due_at", "attempts"])
        log_action(request.user, "email_retried", [task.user for task in tasks])
        transaction.on_commit(get_backend().worker.wake)
        messages.success(request, f"Retried: {len(tasks)}.")
