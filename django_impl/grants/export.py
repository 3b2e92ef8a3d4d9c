"""The grants in the export of a user's data (GRANT-8)."""

GRANT_FIELDS = ("id", "grantee", "search", "created_at", "expires_at")


def export_grants(user):
    """Return the active grants of a user, as dicts."""
    grants = user.grants.active().select_related("user")
    return [{name: getattr(each, name) for name in GRANT_FIELDS} for each in grants]
