"""Users and their sessions."""

from datetime import UTC, datetime
from enum import StrEnum

from flask import current_app
from flask_login import UserMixin
from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    Identity,
    Index,
    String,
    Text,
    delete,
    or_,
    select,
    text,
)
from sqlalchemy.orm import Mapped, WriteOnlyMapped, mapped_column, relationship
from werkzeug.utils import import_string

from core.extensions import db
from core.search import HasGrams, contains
from core.types import BIG_INTEGER, UtcDateTime
from core.validators import empty_if_invisible

USERNAME_TAKEN = "A user with that username already exists."


def now():
    return datetime.now(UTC)


class Visibility(StrEnum):
    """Which users may see a profile page."""

    PUBLIC = "public"
    MEMBERS = "members"
    PRIVATE = "private"


class Permission(StrEnum):
    """Permissions that can be granted to a user."""

    VIEW_EMAIL = "view_email"


class User(UserMixin, db.Model):
    """A user: account and profile."""

    __tablename__ = "users"
    __table_args__ = (
        Index("users_email_upper", text("upper(email)")),
        Index("users_joined", "date_joined", "id"),
        CheckConstraint("username = lower(username)", name="users_username_is_lower_case"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(BIG_INTEGER, Identity(), primary_key=True)
    password: Mapped[str] = mapped_column(String(128))
    last_login: Mapped[datetime | None] = mapped_column(UtcDateTime)
    is_superuser: Mapped[bool] = mapped_column(default=False)
    username: Mapped[str] = mapped_column(String(30), unique=True)
    first_name: Mapped[str] = mapped_column(String(150), default="")
    last_name: Mapped[str] = mapped_column(String(150), default="")
    email: Mapped[str] = mapped_column(String(254))
    is_staff: Mapped[bool] = mapped_column(default=False)
    is_active: Mapped[bool] = mapped_column(default=True)
    date_joined: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    bio: Mapped[str] = mapped_column(Text, default="")
    location: Mapped[str] = mapped_column(String(100), default="")
    website: Mapped[str] = mapped_column(String(200), default="")
    visibility: Mapped[str] = mapped_column(String(10), default=Visibility.PUBLIC)
    permissions: Mapped[list["UserPermission"]] = relationship()
    sessions: WriteOnlyMapped["Session"] = relationship(passive_deletes=True, back_populates="user")

    @classmethod
    def visible_to(cls, user, token=None):
        """Return the users whose profile this user, or this token of the user, may see (VISIBLE).

        Each function of VISIBILITY_RULES returns a condition under which more users are visible.
        """
        users = select(cls).where(cls.is_active)
        if not user.is_authenticated:
            return users.where(cls.visibility == Visibility.PUBLIC)
        if user.is_staff:
            return users
        rules = map(import_string, current_app.config["VISIBILITY_RULES"])
        conditions = [rule(user, token) for rule in rules]
        not_private = cls.visibility != Visibility.PRIVATE
        return users.where(or_(not_private, cls.id == user.id, *conditions))

    @classmethod
    def matches(cls, text):
        """Return the condition that a username or name contains this text (DIRECTORY-3)."""
        columns = (cls.username, cls.first_name, cls.last_name)
        return or_(*(contains(column, text) for column in columns))

    @classmethod
    def has_grams(cls, text):
        """Return a condition for the index: users who match this text meet it, some others too."""
        return HasGrams([cls.username, cls.first_name, cls.last_name], text)

    @property
    def full_name(self):
        """The first and last name, or the username if these have no visible character."""
        full_name = f"{self.first_name} {self.last_name}".strip()
        return empty_if_invisible(full_name) or self.username

    def has_perm(self, name):
        """Return whether the user has a permission; a superuser has all of them (PERMIT-1)."""
        granted = self.is_superuser or name in [each.permission for each in self.permissions]
        return self.is_active and granted

    def __str__(self):
        return self.username

    def get_id(self):
        """Return the session key, which Flask-Login stores in the cookie."""
        return self.session_key


class UserPermission(db.Model):
    """A permission of a user, by name."""

    __tablename__ = "user_permissions"

    user_id: Mapped[int] = mapped_column(ForeignKey(User.id, ondelete="CASCADE"), primary_key=True)
    permission: Mapped[str] = mapped_column(String(100), primary_key=True)


class Session(db.Model):
    """A session, stored under a hash of its key. Its data is in the cookie.

    Only a session interface that stores the data in the database adds anonymous sessions.
    """

    __tablename__ = "sessions"

    session_key: Mapped[str] = mapped_column(String(64), primary_key=True)
    session_data: Mapped[str] = mapped_column(Text, default="{}")
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    user_id: Mapped[int | None] = mapped_column(ForeignKey(User.id, ondelete="CASCADE"), index=True)
    created_at: Mapped[datetime | None] = mapped_column(UtcDateTime, default=now)
    last_seen_at: Mapped[datetime | None] = mapped_column(UtcDateTime, default=now)
    ip_address: Mapped[str] = mapped_column(String(45), default="")
    user_agent: Mapped[str] = mapped_column(String(200), default="")
    user: Mapped[User] = relationship(back_populates="sessions", lazy="raise")

    @classmethod
    def active(cls, user):
        """Return the sessions of a user that have not expired, the newest first."""
        sessions = select(cls).where(cls.user_id == user.id, cls.expires_at > now())
        return sessions.order_by(cls.created_at.desc())


def delete_user(user):
    """Delete a user and, by the foreign keys, all rows that belong to the user."""
    query = delete(User).where(User.id == user.id)
    db.session.execute(query, execution_options={"synchronize_session": False})
