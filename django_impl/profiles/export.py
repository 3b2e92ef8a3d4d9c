"""Everything that is stored about a user, for the user to save."""

from django.shortcuts import get_object_or_404

from accounts.models import User
from accounts.sessions import sessions_of
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
    data = get_object_or_404(User.objects.visible_to(user).values(*USER_FIELDS), pk=user.pk)
    data["permissions"] = list(user.user_permissions.values_list("codename", flat=True))
    data["sessions"] = list(sessions_of(user).values(*SESSION_FIELDS))
    data["tokens"] = list(tokens_of(user).values(*TOKEN_FIELDS))
    return data
