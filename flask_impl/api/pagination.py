"""Pagination of the API (API-5)."""

from flask import request

from core.filters import querystring
from core.search import MAX_COUNT
from profiles.pagination import MAX_OFFSET_PAGE, paginate
from profiles.search import ORDERINGS, count_and_limit

NUMBER = {"type": "integer", "minimum": 1}
SCHEMAS = {
    "q": {"type": "string", "maxLength": 100},
    "joined_after": {"type": "string", "format": "date"},
    "sort": {"type": "string", "enum": list(ORDERINGS)},
    "page": NUMBER | {"maximum": MAX_OFFSET_PAGE},
    "after": NUMBER,
    "before": NUMBER,
}
PARAMETERS = [{"name": name, "in": "query", "schema": schema} for name, schema in SCHEMAS.items()]


def paginated(users, form):
    """Return the requested page, as data for PageSchema; abort with 404 if it does not exist."""
    users, number = count_and_limit(users, form.q.data)
    page = paginate(users, form.order, request.args)
    return {
        "count": min(number, MAX_COUNT),
        "count_is_exact": number <= MAX_COUNT,
        "next": page_url(page.next),
        "previous": page_url(page.previous),
        "results": page.users,
    }


def page_url(params):
    """Return the URL of a page with the query parameters of this one, or None."""
    return None if params is None else request.base_url + querystring(**params)
