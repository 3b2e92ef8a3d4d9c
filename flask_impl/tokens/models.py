"""API tokens with scopes and an expiry time (TOKEN)."""

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
    """Scopes of a token."""

    PROFILE_READ = "profile:read"
    EMAIL_READ = "email:read"
    PROFILE_WRITE = "profile:write"
    DIRECTORY_READ = "directory:read"


SCOPE_LABELS = {
    Scope.PROFILE_READ: "Read your profile",
    Scope.EMAIL_READ: "Read your email address, and those that you may see",
    Scope.PROFILE_WRITE: "Change your profile, or delete your account",
    Scope.DIRECTORY_READ: "Read the directory as you see it",
}


def hash_secret(secret):
    """Return the value that the database stores for the secret of a token."""
    return sha256(secret.encode()).hexdigest()


class Token(db.Model):
    """A token, stored under a hash of its secret, with its scopes separated by spaces."""

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
    user: Mapped[User] = relationship(  # a backref: `accounts` imports no tokens
        lazy="raise", backref=backref("tokens", lazy="write_only", passive_deletes=True)
    )

    @classmethod
    def active(cls, user):
        """Return the tokens of a user that have not expired, the newest first."""
        tokens = select(cls).where(cls.user_id == user.id, cls.expires_at > now())
        return tokens.order_by(cls.created_at.desc(), cls.id.desc())

    @classmethod
    def issue(cls, user, name, scopes, expires_at):
        """Create a token; return it and its secret, which is not stored (TOKEN-2)."""
        secret = secrets.token_urlsafe(32)
        token = cls(
            user_id=user.id,
            name=name,
            scopes=" ".join(scope for scope in Scope if scope in scopes),
            digest=hash_secret(secret),
            expires_at=expires_at,
        )
        db.session.add(token)
        return token, secret

    def __str__(self):
        return self.name

    @property
    def scope_list(self):
        """The scopes, as a list."""
        return self.scopes.split()
