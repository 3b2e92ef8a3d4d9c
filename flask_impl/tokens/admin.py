"""Tokens in the admin: listed and revoked by staff (ADMIN-9)."""

from flask import flash
from flask_admin.actions import action
from flask_login import current_user
from sqlalchemy import or_, select
from sqlalchemy.orm import joinedload

from accounts.models import User
from audit.models import log_action
from core.extensions import db
from core.search import contains
from tokens.models import Token
from web.admin import ModelView, PrimaryKeyFilter, fetch_for_update, keep_manageable, parse_pks


class TokenAdmin(ModelView):
    """Lists the tokens of all users, the newest first."""

    column_list = ["name", "user", "scopes", "created_at", "expires_at", "last_used_at"]
    column_searchable_list = ["name", "user.username"]
    column_default_sort = ("id", True)
    column_filters = [PrimaryKeyFilter(Token.user_id, "user")]

    def matches(self, word):
        """Return the condition that the name of the token or its username contains this word."""
        return or_(contains(Token.name, word), Token.user.has(contains(User.username, word)))

    @action("revoke", "Revoke selected tokens")
    def revoke(self, ids):
        """Delete the selected tokens, except those of users whom the staff may not manage."""
        query = select(Token).where(Token.id.in_(parse_pks(ids))).order_by(Token.user_id)
        selected = fetch_for_update(query.options(joinedload(Token.user, innerjoin=True)))
        tokens = keep_manageable(selected, lambda token: token.user)
        for token in tokens:
            db.session.delete(token)
        log_action(current_user, "token_revoked", [token.user for token in tokens])
        db.session.commit()
        flash(f"Revoked: {len(tokens)}.")
