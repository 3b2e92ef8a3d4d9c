"""The users."""

import secrets
from datetime import UTC, datetime, timedelta

import bcrypt
from flask_login import UserMixin
from sqlalchemy import String, Text
from sqlalchemy.orm import Mapped, mapped_column
from werkzeug.security import check_password_hash, generate_password_hash

from app import db, login


def now():
    return datetime.now(UTC).replace(tzinfo=None)


class User(UserMixin, db.Model):
    """A user. Times are in UTC, without a time zone."""

    id: Mapped[int] = mapped_column(primary_key=True)
    username: Mapped[str] = mapped_column(String(64), index=True, unique=True)
    email: Mapped[str | None] = mapped_column(String(120), index=True, unique=True)
    password_hash: Mapped[str] = mapped_column(String(256))
    first_name: Mapped[str] = mapped_column(String(150), default="")
    last_name: Mapped[str] = mapped_column(String(150), default="")
    bio: Mapped[str] = mapped_column(Text, default="")
    location: Mapped[str] = mapped_column(String(100), default="")
    website: Mapped[str] = mapped_column(String(200), default="")
    is_active: Mapped[bool] = mapped_column(default=True)
    is_admin: Mapped[bool] = mapped_column(default=False)
    joined_at: Mapped[datetime] = mapped_column(index=True, default=now)
    token: Mapped[str | None] = mapped_column(String(32), index=True, unique=True)
    token_expiration: Mapped[datetime | None]

    @property
    def full_name(self):
        return f"{self.first_name} {self.last_name}".strip() or self.username

    def set_password(self, password):
        self.password_hash = generate_password_hash(password)

    def check_password(self, password):
        if self.password_hash.startswith("$2"):  # until 2023, passwords were hashed with bcrypt
            return bcrypt.checkpw(password.encode(), self.password_hash.encode())
        return check_password_hash(self.password_hash, password)

    def get_token(self, expires_in=3600):
        """Return the API token, or a new one if it expires within a minute."""
        if self.token and self.token_expiration > now() + timedelta(seconds=60):
            return self.token
        self.token = secrets.token_hex(16)
        self.token_expiration = now() + timedelta(seconds=expires_in)
        return self.token


@login.user_loader
def load_user(id):
    user = db.session.get(User, int(id))
    return user if user and user.is_active else None
