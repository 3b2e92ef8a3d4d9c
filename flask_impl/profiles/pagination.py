"""Pagination of the directory: by page number, then by key (DIRECTORY-2, DIRECTORY-6)."""

import re
from dataclasses import dataclass

from flask import abort
from sqlalchemy import and_, or_

from accounts.models import User
from core.extensions import db
from profiles.search import ORDERINGS

PER_PAGE = 20
MAX_OFFSET_PAGE = 50


@dataclass
class Page:
    """Users in their order, and the query parameters of the pages before and after them."""

    users: list
    previous: dict | None
    next: dict | None
    number: int | None = None


def page_params(**params):
    """Return the query parameters of a page; None removes a parameter."""
    return {"page": None, "after": None, "before": None} | params


def paginate(users, order, params):
    """Return the page for these query parameters; abort with 404 if it does not exist."""
    for name in ("after", "before"):
        if name in params:
            return keyset_page(users, order, params[name], backwards=name == "before")
    return offset_page(users.order_by(*ORDERINGS[order]), params.get("page", "1"))


def parse_page_number(number):
    """Return the number of a page; abort with 404 if it is not one from 1 to MAX_OFFSET_PAGE."""
    if not re.fullmatch(r"[1-9]|[1-4][0-9]|50", number):
        abort(404)
    return int(number)


def offset_page(users, number):
    """Return a page by its number (DIRECTORY-2)."""
    number = parse_page_number(number)
    query = users.offset((number - 1) * PER_PAGE).limit(PER_PAGE + 1)
    rows = list(db.session.scalars(query))
    if not rows and number > 1:
        abort(404)
    has_next = len(rows) > PER_PAGE
    rows = rows[:PER_PAGE]
    previous, following = None, None
    if number > 1:
        previous = page_params(page=number - 1)
    if has_next and number < MAX_OFFSET_PAGE:
        following = page_params(page=number + 1)
    elif has_next:
        following = page_params(after=rows[-1].id)
    return Page(rows, previous, following, number)


def keyset_page(users, order, pk, backwards):
    """Return the page after or, backwards, before one of these users (DIRECTORY-6)."""
    if not re.fullmatch(r"[1-9][0-9]{0,17}", pk):
        abort(404)
    user = db.session.scalar(users.where(User.id == int(pk)))
    if user is None:
        abort(404)
    if backwards:
        order = order.removeprefix("-") if order.startswith("-") else f"-{order}"
    query = users.where(keyset_filter(user, order)).order_by(*ORDERINGS[order])
    rows = list(db.session.scalars(query.limit(PER_PAGE + 1)))
    has_more = len(rows) > PER_PAGE
    rows = rows[:PER_PAGE][::-1] if backwards else rows[:PER_PAGE]
    if not rows:
        abort(404)
    previous, following = page_params(before=rows[0].id), page_params(after=rows[-1].id)
    if backwards:
        return Page(rows, previous if has_more else None, following)
    return Page(rows, previous, following if has_more else None)


def keyset_filter(user, order):
    """Return the condition that a user comes after this user in this order."""
    column = User.username if order.endswith("username") else User.date_joined
    value = getattr(user, column.key)
    if order.startswith("-"):
        return and_(column <= value, or_(column < value, User.id < user.id))
    return and_(column >= value, or_(column > value, User.id > user.id))
