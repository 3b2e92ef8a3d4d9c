"""Users."""

from datetime import UTC, datetime
from enum import StrEnum

from flask_login import UserMixin
from sqlalchemy import BigInteger, Integer, String, Text, or_, select
from sqlalchemy.orm import Mapped, mapped_column

from core.extensions import db, login_manager

USERNAME_TAKEN = "A user with that username already exists."


def now():
    """Return the time in UTC, without a time zone, as it is stored."""
    return datetime.now(UTC).replace(tzinfo=None)


class Visibility(StrEnum):
    """Which users may see a profile page."""

    PUBLIC = "public"
    MEMBERS = "members"
    PRIVATE = "private"


class User(UserMixin, db.Model):
    """A user: account and profile."""

    __tablename__ = "users"

    id: Mapped[int] = mapped_column(BigInteger().with_variant(Integer, "sqlite"), primary_key=True)
    password: Mapped[str] = mapped_column(String(200))
    last_login: Mapped[datetime | None]
    username: Mapped[str] = mapped_column(String(30), unique=True)
    first_name: Mapped[str] = mapped_column(String(150), default="")
    last_name: Mapped[str] = mapped_column(String(150), default="")
    email: Mapped[str] = mapped_column(String(254))
    is_staff: Mapped[bool] = mapped_column(default=False)
    is_active: Mapped[bool] = mapped_column(default=True)
    date_joined: Mapped[datetime] = mapped_column(default=now)
    bio: Mapped[str] = mapped_column(Text, default="")
    location: Mapped[str] = mapped_column(String(100), default="")
    website: Mapped[str] = mapped_column(String(200), default="")
    visibility: Mapped[str] = mapped_column(String(10), default=Visibility.PUBLIC)

    @classmethod
    def visible_to(cls, user):
        """Return the users whose profile this user may see."""
        users = select(cls).where(cls.is_active)
        if not user.is_authenticated:
            return users.where(cls.visibility == Visibility.PUBLIC)
        if user.is_staff:
            return users
        return users.where(or_(cls.visibility != Visibility.PRIVATE, cls.id == user.id))

    @property
    def full_name(self):
        """The first and last name, or the username if both are empty."""
        return f"{self.first_name} {self.last_name}".strip() or self.username


@login_manager.user_loader
def load_user(user_id):
    """Return the active user of a session, or None."""
    return db.session.scalar(select(User).filter_by(id=int(user_id), is_active=True))
