"""The audit log of changes in the admin (ADMIN-8)."""

from django.db import models
from django.utils import timezone

from core.logs import log_security_event


class AuditLogEntry(models.Model):
    """One change. It stores ids and names, no foreign keys: it stays after a user is deleted."""

    created_at = models.DateTimeField(default=timezone.now)
    actor_id = models.BigIntegerField()
    actor = models.CharField(max_length=30)
    event = models.CharField(max_length=30)
    subject_id = models.BigIntegerField(db_index=True)
    subject = models.CharField(max_length=30)
    detail = models.TextField()

    class Meta:
        db_table = "audit_log"
        verbose_name_plural = "audit log"

    def __str__(self):
        return f"{self.actor}: {self.event}, {self.subject}"


def log_action(actor, event, users, detail=""):
    """Add an entry for each of the changed users, and log the event after the commit."""
    for user in users:
        AuditLogEntry.objects.create(
            actor_id=actor.pk,
            actor=actor.username,
            event=event,
            subject_id=user.pk,
            subject=user.username,
            detail=detail,
        )
        log_security_event(event, user.pk, by=actor.pk)


def summarize_changes(changes):
    """Return the names of the changed fields, and the values of boolean ones.

    Values of a profile are left out: they would stay after the user is deleted.
    """
    return ", ".join(
        f"{name}: {'yes' if value else 'no'}" if isinstance(value, bool) else name
        for name, value in changes.items()
    )
