"""How a list is cut into pages, which are linked (API-5)."""

from flask import request

from core.filters import querystring
from profiles.directory import COUNTED, LAST_PAGE, SORTS, count, cut

NUMBER = {"type": "integer", "minimum": 1}
SCHEMAS = {
    "q": {"type": "string", "maxLength": 100},
    "joined_after": {"type": "string", "format": "date"},
    "sort": {"type": "string", "enum": list(SORTS)},
    "page": NUMBER | {"maximum": LAST_PAGE},
    "after": NUMBER,
    "before": NUMBER,
}
PARAMETERS = [{"name": name, "in": "query", "schema": schema} for name, schema in SCHEMAS.items()]


def page_of(people, sort):
    """Return the page that is asked for, as it is sent; abort with 404 if there is none."""
    page, number = cut(people, sort, request.args), count(people)
    return {
        "count": min(number, COUNTED),
        "count_is_exact": number <= COUNTED,
        "next": link(page.next),
        "previous": link(page.previous),
        "results": page.people,
    }


def link(position):
    """Return the address of a page, with the query of this one, or None."""
    return None if position is None else request.base_url + querystring(**position)
