"""Pagination of the API (API-5)."""

from urllib.parse import urlencode

from rest_framework.pagination import BasePagination
from rest_framework.response import Response

from core.search import MAX_COUNT
from profiles.pagination import MAX_OFFSET_PAGE, paginate
from profiles.search import DirectoryFilter, count_and_limit


class DirectoryPagination(BasePagination):
    """The pagination of the directory."""

    def paginate_queryset(self, queryset, request, view=None):
        """Return the users of the requested page; raise Http404 if it does not exist."""
        self.request = request
        text = DirectoryFilter.base_filters["q"].field.clean(request.query_params.get("q"))
        users, self.count = count_and_limit(queryset, text)
        self.page = paginate(users, request.query_params)
        return self.page.users

    def get_paginated_response(self, data):
        return Response(
            {
                "count": min(self.count, MAX_COUNT),
                "count_is_exact": self.count <= MAX_COUNT,
                "next": self.page_url(self.page.next),
                "previous": self.page_url(self.page.previous),
                "results": data,
            }
        )

    def page_url(self, params):
        """Return the URL of a page with the query parameters of this one, or None."""
        if params is None:
            return None
        query = self.request.query_params.dict() | params
        query = urlencode({name: value for name, value in query.items() if value is not None})
        return self.request.build_absolute_uri(f"{self.request.path}?{query}")

    def get_paginated_response_schema(self, schema):
        page_url = {"type": ["string", "null"], "format": "uri"}
        properties = {
            "count": {"type": "integer", "minimum": 0, "maximum": MAX_COUNT},
            "count_is_exact": {"type": "boolean"},
            "next": page_url,
            "previous": page_url,
            "results": schema,
        }
        return {"type": "object", "properties": properties, "required": list(properties)}

    def get_schema_operation_parameters(self, view):
        """Return the query parameters of the pagination."""
        number = {"type": "integer", "minimum": 1}
        schemas = {"page": number | {"maximum": MAX_OFFSET_PAGE}, "after": number, "before": number}
        return [{"name": name, "in": "query", "schema": each} for name, each in schemas.items()]
