"""The rule of visibility for grants (GRANT-3, GRANT-4)."""

from sqlalchemy import or_, select
from sqlalchemy.orm import aliased

from accounts.models import User, Visibility, now
from grants.models import Grant


def granted_to(user, token):
    """Return the condition that a grant to this user, or to this token, shows a user.

    It is part of the query for the users. The database runs each subquery once, not for each row.
    """
    to_user = Grant.user_id == user.id
    grantee = or_(to_user, Grant.token_id == token.id) if token else to_user
    active = grantee, Grant.expires_at > now()
    return or_(User.id.in_(GRANTERS.where(*active)), User.id.in_(FOUND.where(*active)))


def find():
    """Return the query for the private users who match a search that active staff have granted."""
    granter, found = aliased(User), aliased(User)
    matching = select(found.id).join(Grant, found.matches(Grant.search))
    matching = matching.where(found.has_grams(Grant.search)).join(granter, Grant.granter)
    matching = matching.where(Grant.search != "", granter.is_active, granter.is_staff)
    return matching.where(found.visibility == Visibility.PRIVATE)


# Built once: SQLAlchemy takes milliseconds to build them.
GRANTERS = select(Grant.granter_id).where(Grant.search == "")
FOUND = find()
