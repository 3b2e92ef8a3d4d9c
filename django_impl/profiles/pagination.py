"""Pagination of the directory: by page number, then by key (DIRECTORY-2, DIRECTORY-6)."""

import re
from dataclasses import dataclass

from django.db.models import Q
from django.http import Http404

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


def paginate(users, params):
    """Return the page for these query parameters; raise Http404 if it does not exist."""
    for name in ("after", "before"):
        if name in params:
            return keyset_page(users, params[name], backwards=name == "before")
    return offset_page(users, params.get("page", "1"))


def parse_page_number(number):
    """Return the number of a page; raise Http404 if it is not one from 1 to MAX_OFFSET_PAGE."""
    if not re.fullmatch(r"[1-9]|[1-4][0-9]|50", number):
        raise Http404("Invalid page number.")
    return int(number)


def offset_page(users, number):
    """Return a page by its number (DIRECTORY-2)."""
    number = parse_page_number(number)
    rows = list(users[(number - 1) * PER_PAGE :][: PER_PAGE + 1])
    if not rows and number > 1:
        raise Http404("This page does not exist.")
    has_next = len(rows) > PER_PAGE
    rows = rows[:PER_PAGE]
    previous, following = None, None
    if number > 1:
        previous = page_params(page=number - 1)
    if has_next and number < MAX_OFFSET_PAGE:
        following = page_params(page=number + 1)
    elif has_next:
        following = page_params(after=rows[-1].pk)
    return Page(rows, previous, following, number)


def keyset_page(users, pk, backwards):
    """Return the page after or, backwards, before one of these users (DIRECTORY-6)."""
    if not re.fullmatch(r"[1-9][0-9]{0,17}", pk):
        raise Http404("Invalid primary key.")
    user = users.filter(pk=pk).first()
    if user is None:
        raise Http404("This user does not exist.")
    rows = list(keyset_filter(users.reverse() if backwards else users, user)[: PER_PAGE + 1])
    has_more = len(rows) > PER_PAGE
    rows = rows[:PER_PAGE][::-1] if backwards else rows[:PER_PAGE]
    if not rows:
        raise Http404("This page does not exist.")
    previous, following = page_params(before=rows[0].pk), page_params(after=rows[-1].pk)
    if backwards:
        return Page(rows, previous if has_more else None, following)
    return Page(rows, previous, following if has_more else None)


def keyset_filter(users, user):
    """Return the users who come after a user, in the order of the query."""
    # `order_by` and `standard_ordering` are private: if they change, the tests of DIRECTORY-6 fail.
    first = users.query.order_by[0]
    descending = first.startswith("-") != (not users.query.standard_ordering)
    name, lookup = first.lstrip("-"), "lt" if descending else "gt"
    value = getattr(user, name)
    after = Q(**{f"{name}__{lookup}": value})
    same = Q(**{name: value, f"id__{lookup}": user.pk})
    return users.filter(Q(**{f"{name}__{lookup}e": value}), after | same)
