"""The audit log of changes in the admin (ADMIN-8)."""

from datetime import datetime
from functools import partial

from sqlalchemy import BigInteger, Identity, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from accounts.models import now
from core.database import on_commit
from core.extensions import db
from core.logs import log_security_event
from core.types import BIG_INTEGER, UtcDateTime


class AuditLogEntry(db.Model):
    """One change. It stores ids and names, no foreign keys: it stays after a user is deleted."""

    __tablename__ = "audit_log"
    __table_args__ = {"sqlite_autoincrement": True}

    id: Mapped[int] = mapped_column(BIG_INTEGER, Identity(), primary_key=True)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    actor_id: Mapped[int] = mapped_column(BigInteger)
    actor: Mapped[str] = mapped_column(String(30))
    event: Mapped[str] = mapped_column(String(30))
    subject_id: Mapped[int] = mapped_column(BigInteger, index=True)
    subject: Mapped[str] = mapped_column(String(30))
    detail: Mapped[str] = mapped_column(Text)


def log_action(actor, event, users, detail=""):
    """Add an entry for each of the changed users, and log the event after the commit."""
    for user in users:
        entry = AuditLogEntry(
            actor_id=actor.id,
            actor=actor.username,
            event=event,
            subject_id=user.id,
            subject=user.username,
            detail=detail,
        )
        db.session.add(entry)
        on_commit(partial(log_security_event, event, user.id, by=actor.id))


def summarize_changes(changes):
    """Return the names of the changed fields, and the values of boolean ones.

    Values of a profile are left out: they would stay after the user is deleted.
    """
    return ", ".join(
        f"{name}: {'yes' if value else 'no'}" if isinstance(value, bool) else name
        for name, value in changes.items()
    )
