"""Tasks that wait in the database until they have run (TASK)."""

from django.db import models
from django.utils import timezone

from accounts.models import User


class QueuedTaskQuerySet(models.QuerySet):
    def due(self):
        """Return the tasks that a worker may run, the oldest first."""
        return self.filter(due_at__lte=timezone.now()).order_by("due_at", "id")


class QueuedTask(models.Model):
    """A task that waits, or that has failed, and is never due. It is deleted once it has run."""

    name = models.CharField(max_length=100)
    user = models.ForeignKey(User, models.CASCADE, null=True, related_name="+")
    arguments = models.TextField()  # JSON
    created_at = models.DateTimeField(default=timezone.now)
    due_at = models.DateTimeField(default=timezone.now, null=True, db_index=True)
    attempts = models.IntegerField(default=0)
    error = models.TextField(default="")

    objects = QueuedTaskQuerySet.as_manager()

    class Meta:
        db_table = "tasks"
        verbose_name_plural = "failed emails"

    def __str__(self):
        return self.name
