"""Grants to see one profile, or the people of a search, until they expire (GRANT)."""

from datetime import datetime

from sqlalchemy import ForeignKey, Identity, String, select
from sqlalchemy.orm import Mapped, mapped_column, relationship

from accounts.models import User, now
from core.extensions import db
from core.types import BIG_INTEGER, UtcDateTime
from tokens.models import Token


class Grant(db.Model):
    """A grant to a user or a token: to see the granter or, with a search, the users who match."""

    __tablename__ = "grants"
    __table_args__ = {"sqlite_autoincrement": True}

    id: Mapped[int] = mapped_column(BIG_INTEGER, Identity(), primary_key=True)
    granter_id: Mapped[int] = mapped_column(ForeignKey(User.id, ondelete="CASCADE"), index=True)
    user_id: Mapped[int | None] = mapped_column(ForeignKey(User.id, ondelete="CASCADE"), index=True)
    token_id: Mapped[int | None] = mapped_column(
        ForeignKey(Token.id, ondelete="CASCADE"), index=True
    )
    search: Mapped[str] = mapped_column(String(100))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime)
    granter: Mapped[User] = relationship(foreign_keys=[granter_id], lazy="raise")
    user: Mapped[User | None] = relationship(foreign_keys=[user_id], lazy="joined")

    @classmethod
    def active(cls, user):
        """Return the grants of a user that have not expired, the newest first."""
        grants = select(cls).where(cls.granter_id == user.id, cls.expires_at > now())
        return grants.order_by(cls.created_at.desc(), cls.id.desc())

    def __str__(self):
        return self.grantee

    @property
    def grantee(self):
        """The username, or the number of the token."""
        return self.user.username if self.user else f"#{self.token_id}"
