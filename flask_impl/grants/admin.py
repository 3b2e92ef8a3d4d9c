"""Grants in the admin: listed and revoked by staff (GRANT-7)."""

from flask import flash
from flask_admin.actions import action
from flask_login import current_user
from sqlalchemy import or_, select
from sqlalchemy.orm import joinedload, selectinload

from accounts.models import User
from audit.models import log_action
from core.extensions import db
from core.search import contains
from grants.models import Grant
from web.admin import ModelView, fetch_for_update, keep_manageable, parse_pks


class GrantAdmin(ModelView):
    """Lists the grants of all users, the newest first."""

    column_list = ["granter", "grantee", "search", "created_at", "expires_at"]
    column_searchable_list = ["search"]
    column_default_sort = ("id", True)

    def matches(self, word):
        """Return the condition that a username or the search of the grant contains this word."""
        named = contains(User.username, word)
        return or_(Grant.granter.has(named), Grant.user.has(named), contains(Grant.search, word))

    @action("revoke", "Revoke selected grants")
    def revoke(self, ids):
        """Delete the selected grants, except those of users whom the staff may not manage."""
        query = select(Grant).where(Grant.id.in_(parse_pks(ids))).order_by(Grant.granter_id)
        options = joinedload(Grant.granter, innerjoin=True), selectinload(Grant.user)
        selected = fetch_for_update(query.options(*options))
        grants = keep_manageable(selected, lambda grant: grant.granter)
        for grant in grants:
            db.session.delete(grant)
            log_action(current_user, "grant_revoked", [grant.granter], grant.grantee)
        db.session.commit()
        flash(f"Revoked: {len(grants)}.")
