"""People and their sessions."""

from datetime import UTC, datetime
from enum import StrEnum

from flask_login import UserMixin
from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    Identity,
    Index,
    String,
    Text,
    or_,
    select,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from core.database import contains
from core.extensions import db
from core.types import BIG_INTEGER, UtcDateTime
from core.validators import empty_if_invisible

USERNAME_TAKEN = "A user with that username already exists."


def now():
    return datetime.now(UTC)


class Visibility(StrEnum):
    """Who may see a person's page."""

    PUBLIC = "public"
    MEMBERS = "members"
    PRIVATE = "private"


class Permission(StrEnum):
    """What a person may do only with a permission."""

    VIEW_EMAIL = "view_email"


class User(UserMixin, db.Model):
    """A person: who they are, and what they show."""

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
    sessions = relationship(
        "Session", lazy="write_only", passive_deletes=True, back_populates="user"
    )

    @classmethod
    def visible_to(cls, user):
        """Return the people whose pages this visitor may see (VISIBLE-1 to VISIBLE-4)."""
        people = select(cls).where(cls.is_active)
        if not user.is_authenticated:
            return people.where(cls.visibility == Visibility.PUBLIC)
        if user.is_staff:
            return people
        return people.where(or_(cls.visibility != Visibility.PRIVATE, cls.id == user.id))

    @classmethod
    def matches(cls, text):
        """Return the condition that a username or name holds this text (DIRECTORY-3)."""
        columns = (cls.username, cls.first_name, cls.last_name)
        return or_(*(contains(column, text) for column in columns))

    @property
    def full_name(self):
        """The first and last name, or the username where they show nothing."""
        full_name = f"{self.first_name} {self.last_name}".strip()
        return empty_if_invisible(full_name) or self.username

    def has_perm(self, name):
        """Say whether the person holds a permission: a superuser all of them (PERMIT-1)."""
        held = self.is_superuser or name in [each.permission for each in self.permissions]
        return self.is_active and held

    def __str__(self):
        return self.username

    def get_id(self):
        """Return what Flask-Login keeps in the cookie: the key of the session."""
        return self.session_key


class UserPermission(db.Model):
    """A permission that a person holds, by its name."""

    __tablename__ = "user_permissions"

    user_id: Mapped[int] = mapped_column(ForeignKey(User.id, ondelete="CASCADE"), primary_key=True)
    permission: Mapped[str] = mapped_column(String(100), primary_key=True)


class Session(db.Model):
    """A login, found by a digest of its key; with the person, and where they logged in."""

    __tablename__ = "sessions"

    session_key: Mapped[str] = mapped_column(String(64), primary_key=True)
    expire_date: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    user_id: Mapped[int] = mapped_column(ForeignKey(User.id, ondelete="CASCADE"), index=True)
    since: Mapped[datetime] = mapped_column(UtcDateTime)
    last_seen: Mapped[datetime] = mapped_column(UtcDateTime)
    address: Mapped[str] = mapped_column(String(45))
    browser: Mapped[str] = mapped_column(String(200))
    user: Mapped[User] = relationship(back_populates="sessions")
