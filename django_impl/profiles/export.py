"""Export of the data that is stored about a user (EXPORT-1)."""

from django.conf import settings
from django.db.models import F
from django.utils.module_loading import import_string

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
    data = {name: getattr(user, name) for name in USER_FIELDS}
    data["permissions"] = list(user.user_permissions.values_list("codename", flat=True))
    sessions = user.sessions.active().annotate(expires_at=F("expire_date"))
    data["sessions"] = list(sessions.values(*SESSION_FIELDS))
    data["tokens"] = list(user.tokens.active().values(*TOKEN_FIELDS))
    for name, path in settings.EXPORTS.items():
        data[name] = import_string(path)(user)
    return data
