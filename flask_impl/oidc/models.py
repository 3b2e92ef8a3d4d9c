"""Identities of users at a provider, and logins that are not finished (OIDC)."""

from datetime import datetime
from hashlib import sha256

import sqlalchemy as sa
from flask import current_app
from sqlalchemy import ForeignKey, String, Text, UniqueConstraint, select
from sqlalchemy.orm import Mapped, mapped_column, relationship

from accounts.models import User, now
from core.extensions import db
from core.types import BIG_INTEGER, UtcDateTime

EXPORT_FIELDS = ("issuer", "subject", "created_at")


class Identity(db.Model):
    """A user at a provider, which the provider calls by the `subject`."""

    __tablename__ = "identities"
    __table_args__ = (
        UniqueConstraint("issuer", "subject", name="identities_issuer_subject_key"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(BIG_INTEGER, sa.Identity(), primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey(User.id, ondelete="CASCADE"), index=True)
    issuer: Mapped[str] = mapped_column(String(200))
    subject: Mapped[str] = mapped_column(String(255))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    user: Mapped[User] = relationship(lazy="raise")

    @classmethod
    def linked_to(cls, user):
        """Return the identities of a user, the oldest first."""
        return select(cls).where(cls.user_id == user.id).order_by(cls.id)

    def __str__(self):
        return f"{self.subject} at {self.issuer}"


def get_owner(subject):
    """Return the user to whom this identity at the provider is linked, or None."""
    identity = {"issuer": current_app.config["OIDC_ISSUER"], "subject": subject}
    return db.session.scalar(select(User).join(Identity).filter_by(**identity))


def get_export(user):
    """Return the identities of a user, as dicts (EXPORT-1)."""
    identities = db.session.scalars(Identity.linked_to(user))
    return [{name: getattr(each, name) for name in EXPORT_FIELDS} for each in identities]


def hash_key(key):
    """Return the value that the database stores for the key of a pending login."""
    return sha256(key.encode()).hexdigest()


class PendingLogin(db.Model):
    """The data of a login between two requests, in JSON, stored under a hash of its key."""

    __tablename__ = "pending_logins"

    key: Mapped[str] = mapped_column(String(64), primary_key=True)
    data: Mapped[str] = mapped_column(Text)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)

    def __str__(self):
        return self.key
