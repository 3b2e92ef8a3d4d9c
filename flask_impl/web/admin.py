"""The base of the admin at /admin/: access for staff only (ADMIN-1, ADMIN-2)."""

import re
from datetime import datetime

from flask import abort, flash, request
from flask_admin import Admin, AdminIndexView
from flask_admin.contrib import sqla
from flask_admin.contrib.sqla.filters import IntEqualFilter
from flask_login import current_user
from sqlalchemy import and_, or_, true

from core.extensions import db, login_manager
from core.filters import moment
from core.search import MAX_COUNT, contains, count_rows, limit_to_found

MAX_ROWS = 10_000  # of a list; of a search, MAX_COUNT
MAX_SEARCH_LENGTH = 100  # characters; SQLite limits the depth of an expression
ROWS_LIMITED = "Only the first {:,} rows are listed."
SUPERUSERS_SKIPPED = "Superusers were left alone."


def can_manage(staff, user):
    """Return whether this staff user may manage another user (ADMIN-7)."""
    return staff.is_superuser or not user.is_superuser


def keep_manageable(rows, get_user):
    """Return the rows whose users the staff may manage; warn if there are others (ADMIN-7)."""
    manageable = [row for row in rows if can_manage(current_user, get_user(row))]
    if len(manageable) < len(rows):
        flash(SUPERUSERS_SKIPPED)
    return manageable


def split_words(search):
    """Return the words of a search (ADMIN-3)."""
    return search[:MAX_SEARCH_LENGTH].split()


class ModelView(sqla.ModelView):
    """A read-only list for staff. Subclasses allow more."""

    can_create = can_edit = can_delete = False
    action_disallowed_list = ["delete"]
    named_filter_urls = True
    page_size = 50
    simple_list_pager = True  # `get_list` counts the rows
    column_type_formatters = {
        bool: lambda view, value, name: "Yes" if value else "No",
        datetime: lambda view, value, name: moment(value),
        type(None): lambda view, value, name: "",
    }

    def get_list(self, page, sort_column, sort_desc, search, filters, **kwargs):
        """Return the number of rows, and a page of the first ones (ADMIN-3, ADMIN-11, ADMIN-12)."""
        if not self.is_sortable(sort_column or ""):
            sort_column = None
        _, query = super().get_list(
            0, sort_column, sort_desc, "", filters, execute=False, page_size=0
        )
        rows, pk = query.statement, getattr(self.model, self._primary_key)
        if words := split_words(search or ""):
            rows = rows.where(*map(self.matches, words))
            rows, number = limit_to_found(rows, and_(*map(self.has_grams, words)), pk)
        else:
            number = count_rows(rows, pk, MAX_ROWS)
        limit = MAX_COUNT if words else MAX_ROWS
        if number > limit:
            flash(ROWS_LIMITED.format(limit), "warning")
        first = min(max(page, 0) * self.page_size, limit - self.page_size)
        found = db.session.scalars(rows.offset(first).limit(self.page_size))
        return min(number, limit), found.all()

    # `_search_fields` is private in Flask-Admin: if it changes, the tests of ADMIN-3 fail.
    def matches(self, word):
        """Return the condition that one of the searchable columns contains this word."""
        return or_(*(contains(column, word) for column, _ in self._search_fields))

    def has_grams(self, word):
        """Return a condition for an index: rows that match meet it, some others too."""
        return true()


class PrimaryKeyFilter(IntEqualFilter):
    """Filters by user. Used by links."""

    def clean(self, value):
        """Return the number; raise ValueError if it is not a primary key."""
        number = super().clean(value)
        if not 0 < number < 2**63:
            raise ValueError(value)
        return number


def parse_pks(texts):
    """Return the valid primary keys among these texts, as numbers."""
    return [int(text) for text in texts if re.fullmatch("[1-9][0-9]{0,17}", str(text))]


def fetch_for_update(query):
    """Return the rows of a query, locked for a change.

    Releases the lock on the current user first: two staff users may change each other.
    """
    db.session.commit()
    query = query.with_for_update().execution_options(populate_existing=True)
    return db.session.scalars(query).all()


def require_staff():
    """Redirect anonymous users to the login page; abort with 403 for all others than staff."""
    if not request.path.startswith("/admin/"):
        return None
    if current_user.is_anonymous:
        return login_manager.unauthorized()
    if not current_user.is_staff:
        abort(403)
    if any("\x00" in value for value in request.args.values()):
        abort(400)
    if not request.values.get("url", "/").startswith("/"):
        abort(400)  # Flask-Admin redirects to it, and takes `https:host` for a path
    return None


def init_app(app, views):
    """Register these views for staff, without the static files of Flask-Admin."""
    index = AdminIndexView()
    index.static_folder = None
    admin = Admin(app, name="Administration", index_view=index)
    admin.add_views(*views)
    app.before_request(require_staff)
