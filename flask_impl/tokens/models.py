"""Tokens, with which programs act for a person, for a time and within limits (TOKEN)."""

import secrets
from datetime import datetime
from enum import StrEnum
from hashlib import sha256

from sqlalchemy import ForeignKey, Identity, String, select
from sqlalchemy.orm import Mapped, backref, mapped_column, relationship

from accounts.models import User, now
from core.extensions import db
from core.types import BIG_INTEGER, UtcDateTime


class Scope(StrEnum):
    """What a token may be good for."""

    PROFILE_READ = "profile:read"
    EMAIL_READ = "email:read"
    PROFILE_WRITE = "profile:write"
    DIRECTORY_READ = "directory:read"


LABELS = {
    Scope.PROFILE_READ: "Read your profile",
    Scope.EMAIL_READ: "Read your email address, and those that you may see",
    Scope.PROFILE_WRITE: "Change your profile, or delete your account",
    Scope.DIRECTORY_READ: "Read the directory as you see it",
}


def digest(secret):
    """Return what stands in the database for a token that only its holder knows."""
    return sha256(secret.encode()).hexdigest()


class Token(db.Model):
    """A token, found by its digest; with the scopes that it is good for, separated by spaces."""

    __tablename__ = "tokens"
    __table_args__ = {"sqlite_autoincrement": True}

    id: Mapped[int] = mapped_column(BIG_INTEGER, Identity(), primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey(User.id, ondelete="CASCADE"), index=True)
    name: Mapped[str] = mapped_column(String(100))
    scopes: Mapped[str] = mapped_column(String(100))
    digest: Mapped[str] = mapped_column(String(64), unique=True)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime)
    last_used_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    user: Mapped[User] = relationship(
        backref=backref("tokens", lazy="write_only", passive_deletes=True)
    )

    def __str__(self):
        return self.name

    @property
    def granted(self):
        """The scopes, as a list."""
        return self.scopes.split()


def tokens_of(user):
    """Return the live tokens of a person, the last one made first."""
    live = select(Token).filter_by(user_id=user.id).where(Token.expires_at > now())
    return db.session.scalars(live.order_by(Token.created_at.desc(), Token.id.desc())).all()


def make_token(user, name, scopes, expires_at):
    """Store a token for a person; return it, and the secret that is told once (TOKEN-2)."""
    secret = secrets.token_urlsafe(32)
    in_order = " ".join(scope for scope in Scope if scope in scopes)
    token = Token(
        user_id=user.id, name=name, scopes=in_order, digest=digest(secret), expires_at=expires_at
    )
    db.session.add(token)
    db.session.commit()
    return token, secret
