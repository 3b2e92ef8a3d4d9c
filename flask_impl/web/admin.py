"""The admin at /admin/: who gets in, and what nobody may do there (ADMIN-1, ADMIN-2)."""

import re
from datetime import datetime

from flask import abort, request
from flask_admin import Admin, AdminIndexView
from flask_admin.contrib import sqla
from flask_admin.contrib.sqla.filters import IntEqualFilter
from flask_login import current_user
from sqlalchemy import or_

from core.database import contains
from core.extensions import db, login_manager
from core.filters import moment

LAST_PAGE = 10_000
SEARCHED = 100  # characters; a database takes no expression of any depth
SUPERUSERS_SKIPPED = "Superusers were left alone."


def can_manage(staff, user):
    """Return whether a member of the staff may change this user (ADMIN-7)."""
    return staff.is_superuser or not user.is_superuser


class ModelView(sqla.ModelView):
    """A list for all staff to read. What else they may do, a subclass says."""

    can_create = can_edit = can_delete = False
    action_disallowed_list = ["delete"]
    named_filter_urls = True
    page_size = 100
    column_type_formatters = {
        bool: lambda view, value, name: "Yes" if value else "No",
        datetime: lambda view, value, name: moment(value),
        type(None): lambda view, value, name: "",
    }

    def get_list(self, page, *args, **kwargs):
        """Return a page, of a number that every database takes for an offset."""
        return super().get_list(min(max(page, 0), LAST_PAGE), *args, **kwargs)

    def _apply_search(self, query, count_query, joins, count_joins, search):
        """Return the rows in which each of the words stands (ADMIN-3)."""
        for word in search[:SEARCHED].split():
            found = self.matches(word)
            query, count_query = query.where(found), count_query.where(found)
        return query, count_query, joins, count_joins

    def matches(self, word):
        """Return the condition that one of the columns that are searched holds this word."""
        return or_(*(contains(column, word) for column, _ in self._search_fields))


class PrimaryKeyFilter(IntEqualFilter):
    """Leaves what belongs to one person. Only links ask for it."""

    def clean(self, value):
        """Return the number; raise ValueError for one that no database takes."""
        number = super().clean(value)
        if not 0 < number < 2**63:
            raise ValueError(value)
        return number


def primary_keys(texts):
    """Return those of the texts that are primary keys, as numbers."""
    return [int(text) for text in texts if re.fullmatch("[1-9][0-9]{0,17}", str(text))]


def locked(query):
    """Return what a query finds, locked for a change.

    Lets go of the visitor before: two of the staff may be about to change each other.
    """
    db.session.commit()
    query = query.with_for_update().execution_options(populate_existing=True)
    return db.session.scalars(query).all()


def guard():
    """Ask anonymous visitors to log in, and refuse who is not staff, wherever they ask."""
    if not request.path.startswith("/admin/"):
        return None
    if current_user.is_anonymous:
        return login_manager.unauthorized()
    if not current_user.is_staff:
        abort(403)
    if any("\x00" in value for value in request.args.values()):
        abort(400)
    return None


def init_app(app, views):
    """Serve these views, for staff, and nothing of what Flask-Admin's own pages load."""
    index = AdminIndexView()
    index.static_folder = None
    admin = Admin(app, name="Administration", index_view=index)
    admin.add_views(*views)
    app.before_request(guard)
