"""Tasks that wait in the database until they have run (TASK)."""

from datetime import datetime

from sqlalchemy import ForeignKey, Identity, String, Text, select
from sqlalchemy.orm import Mapped, mapped_column, relationship

from accounts.models import User, now
from core.extensions import db
from core.types import BIG_INTEGER, UtcDateTime


class QueuedTask(db.Model):
    """A task that waits, or that has failed, and is never due. It is deleted once it has run."""

    __tablename__ = "tasks"
    __table_args__ = {"sqlite_autoincrement": True}

    id: Mapped[int] = mapped_column(BIG_INTEGER, Identity(), primary_key=True)
    name: Mapped[str] = mapped_column(String(100))
    user_id: Mapped[int | None] = mapped_column(ForeignKey(User.id, ondelete="CASCADE"), index=True)
    arguments: Mapped[str] = mapped_column(Text)  # JSON
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    due_at: Mapped[datetime | None] = mapped_column(UtcDateTime, default=now, index=True)
    attempts: Mapped[int] = mapped_column(default=0)
    error: Mapped[str] = mapped_column(Text, default="")
    user: Mapped[User | None] = relationship(lazy="raise")

    @classmethod
    def due(cls):
        """Return the tasks that a worker may run, the oldest first."""
        return select(cls).where(cls.due_at <= now()).order_by(cls.due_at, cls.id)

    def __str__(self):
        return self.name
