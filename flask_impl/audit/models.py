"""What staff did in the admin, written down for good (ADMIN-8)."""

from datetime import datetime

from sqlalchemy import BigInteger, Identity, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from accounts.models import now
from core.extensions import db
from core.logs import log_event
from core.types import BIG_INTEGER, UtcDateTime


class AuditLine(db.Model):
    """One change. It names people by value, so that it outlives them."""

    __tablename__ = "audit_lines"
    __table_args__ = {"sqlite_autoincrement": True}

    id: Mapped[int] = mapped_column(BIG_INTEGER, Identity(), primary_key=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    actor_id: Mapped[int] = mapped_column(BigInteger)
    actor: Mapped[str] = mapped_column(String(30))
    event: Mapped[str] = mapped_column(String(30))
    subject_id: Mapped[int] = mapped_column(BigInteger, index=True)
    subject: Mapped[str] = mapped_column(String(30))
    detail: Mapped[str] = mapped_column(Text)


def record(actor, event, people, detail=""):
    """Commit a change with a line for each of the people whom it is about, and log it."""
    for person in people:
        line = AuditLine(
            actor_id=actor.id,
            actor=actor.username,
            event=event,
            subject_id=person.id,
            subject=person.username,
            detail=detail,
        )
        db.session.add(line)
    db.session.commit()
    for person in people:
        log_event(event, person.id, by=actor.id)


def describe(changes):
    """Say which fields have new values; and of what somebody is or may do, which value.

    What people say about themselves is not kept: it would outlive the person.
    """
    return ", ".join(
        f"{name}: {'yes' if value else 'no'}" if isinstance(value, bool) else name
        for name, value in changes.items()
    )
