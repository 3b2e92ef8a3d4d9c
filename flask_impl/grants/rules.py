"""The rule of visibility for grants (GRANT-3, GRANT-4)."""

from sqlalchemy import or_, select
from sqlalchemy.orm import aliased

from accounts.models import User, now
from grants.models import Grant


def granted_to(user, token):
    """Return the condition that a grant to this user, or to this token, shows a user.

    It is part of the query for the users, and takes no other one.
    """
    to_user = Grant.user_id == user.id
    grantee = or_(to_user, Grant.token_id == token.id) if token else to_user
    grants = select(Grant.granter_id).where(grantee, Grant.expires_at > now())
    profiles = grants.where(Grant.search == "")
    granter = aliased(User)
    searches = grants.join(granter, Grant.granter).where(
        Grant.search != "", granter.is_active, granter.is_staff
    )
    return or_(User.id.in_(profiles), searches.where(User.matches(Grant.search)).exists())
