"""The grants in the export of a user's data (GRANT-8)."""

from core.extensions import db
from grants.models import Grant

GRANT_FIELDS = ("id", "grantee", "search", "created_at", "expires_at")


def export_grants(user):
    """Return the active grants of a user, as dicts."""
    grants = db.session.scalars(Grant.active(user))
    return [{name: getattr(each, name) for name in GRANT_FIELDS} for each in grants]
