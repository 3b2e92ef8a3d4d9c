"""Everything that is stored about a user, for the user to save."""

from accounts.models import User
from accounts.sessions import sessions_of
from core.extensions import db
from tokens.models import tokens_of

USER_FIELDS = (
    "id",
    "username",
    "email",
    "first_name",
    "last_name",
    "bio",
    "location",
    "website",
    "visibility",
    "is_active",
    "is_staff",
    "is_superuser",
    "date_joined",
    "last_login",
)
SESSION_FIELDS = ("since", "last_seen", "address", "browser", "expire_date")
TOKEN_FIELDS = ("id", "name", "scopes", "created_at", "expires_at", "last_used_at")


def get_export(user):
    """Return a dict of everything that is stored about a user, except hashes."""
    row = db.first_or_404(User.visible_to(user).where(User.id == user.id))
    data = select_fields(row, USER_FIELDS)
    data["permissions"] = [each.permission for each in user.permissions]
    data["sessions"] = [select_fields(each, SESSION_FIELDS) for each in sessions_of(user)]
    data["tokens"] = [select_fields(each, TOKEN_FIELDS) for each in tokens_of(user)]
    return data


def select_fields(row, names):
    """Return some attributes of a row, as a dict."""
    return {name: getattr(row, name) for name in names}
