"""What staff did in the admin, written down for good (ADMIN-8)."""

from django.db import models
from django.utils import timezone

from core.logs import log_event


class AuditLine(models.Model):
    """One change. It names people by value, so that it outlives them."""

    at = models.DateTimeField("when", default=timezone.now)
    actor_id = models.BigIntegerField()
    actor = models.CharField("who", max_length=30)
    event = models.CharField("what", max_length=30)
    subject_id = models.BigIntegerField(db_index=True)
    subject = models.CharField("to whom", max_length=30)
    detail = models.TextField()

    class Meta:
        db_table = "audit_lines"

    def __str__(self):
        return f"{self.actor}: {self.event}, {self.subject}"


def record(actor, event, people, detail=""):
    """Write a line for each of the people whom a change is about, into its transaction."""
    for person in people:
        AuditLine.objects.create(
            actor_id=actor.pk,
            actor=actor.username,
            event=event,
            subject_id=person.pk,
            subject=person.username,
            detail=detail,
        )
        log_event(event, person.pk, by=actor.pk)


def describe(changes):
    """Say which fields have new values; and of what somebody is or may do, which value.

    What people say about themselves is not kept: it would outlive the person.
    """
    return ", ".join(
        f"{name}: {'yes' if value else 'no'}" if isinstance(value, bool) else name
        for name, value in changes.items()
    )
