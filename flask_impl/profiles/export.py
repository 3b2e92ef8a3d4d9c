"""Export of the data that is stored about a user (EXPORT-1)."""

from flask import current_app
from werkzeug.utils import import_string

from accounts.models import Session
from core.extensions import db
from tokens.models import Token

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
SESSION_FIELDS = ("created_at", "last_seen_at", "ip_address", "user_agent", "expires_at")
TOKEN_FIELDS = ("id", "name", "scopes", "created_at", "expires_at", "last_used_at")


def get_export(user):
    """Return the data that is stored about a user, except hashes, as a dict."""
    data = select_fields(user, USER_FIELDS)
    data["permissions"] = [each.permission for each in user.permissions]
    sessions = db.session.scalars(Session.active(user))
    data["sessions"] = [select_fields(each, SESSION_FIELDS) for each in sessions]
    tokens = db.session.scalars(Token.active(user))
    data["tokens"] = [select_fields(each, TOKEN_FIELDS) for each in tokens]
    for name, path in current_app.config["EXPORTS"].items():
        data[name] = import_string(path)(user)
    return data


def select_fields(row, names):
    """Return these attributes of a user or row, as a dict."""
    return {name: getattr(row, name) for name in names}
