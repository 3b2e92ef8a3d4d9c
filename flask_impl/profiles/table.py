"""The table of users: sorting, pages and download (TABLE-1 to TABLE-6)."""

import csv
import io

from flask import Response, abort, render_template, request
from flask.typing import ResponseReturnValue
from flask_login import current_user
from sqlalchemy import false

from accounts.models import User
from core.extensions import db
from core.search import MAX_COUNT
from profiles.pagination import PER_PAGE, parse_page_number
from profiles.search import DirectoryForm, count_and_limit

FORMULA_PREFIXES = ("=", "+", "-", "@", "\t", "\r")
COLUMNS = {
    "username": [User.username],
    "name": [User.first_name, User.last_name, User.username],
    "location": [User.location, User.username],
    "joined": [User.date_joined, User.id],
}


class TableForm(DirectoryForm):
    """The search form of the directory without its ordering: the header of the table has links."""

    sort = None


def table() -> ResponseReturnValue:
    """Show the users whom the current user may see in a table, or as CSV (TABLE-1, TABLE-4)."""
    form, sort = TableForm(request.args), get_ordering(request.args)
    users = User.visible_to(current_user)
    users = form.filter(users) if form.validate() else users.where(false())
    users, count = count_and_limit(users, form.q.data)
    users = users.order_by(*order_by(sort)).limit(MAX_COUNT)
    if is_export(request.args):
        return export(users)
    number = parse_page_number(request.args.get("page", "1"))
    page = db.paginate(users, page=number, per_page=PER_PAGE, count=False)
    page.total = min(count, MAX_COUNT)
    context = {"form": form, "page": page, "columns": COLUMNS, "sort": sort}
    return render_template("profiles/table.html", **context)


def get_ordering(params):
    """Return the column to sort by, after `-` for the reverse order; abort with 404 for others."""
    sort = params.get("sort", "username")
    if sort.removeprefix("-") not in COLUMNS:
        abort(404)
    return sort


def order_by(sort):
    """Return the columns of an order (TABLE-2)."""
    columns = COLUMNS[sort.removeprefix("-")]
    return [column.desc() for column in columns] if sort.startswith("-") else columns


def is_export(params):
    """Return whether CSV is requested; abort with 404 for another format."""
    if params.get("_export", "csv") != "csv":
        abort(404)
    return "_export" in params


def export(users):
    """Return the users as a CSV file."""
    file = io.StringIO()
    writer = csv.writer(file)
    writer.writerow(name.title() for name in COLUMNS)
    for user in db.session.scalars(users):
        joined = user.date_joined.strftime("%Y-%m-%dT%H:%M:%SZ")
        values = [user.username, user.full_name, user.location, joined]
        writer.writerow(escape_formula(value) for value in values)
    headers = {"Content-Disposition": 'attachment; filename="people.csv"'}
    return Response(file.getvalue(), mimetype="text/csv", headers=headers)


def escape_formula(value):
    """Return the value of a cell, which no spreadsheet runs as a formula (TABLE-5)."""
    return f"'{value}" if value.startswith(FORMULA_PREFIXES) else value
