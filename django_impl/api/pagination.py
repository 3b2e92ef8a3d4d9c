"""How a list is cut into pages, which are linked (API-5)."""

from urllib.parse import urlencode

from rest_framework.pagination import BasePagination
from rest_framework.response import Response

from profiles.directory import COUNTED, LAST_PAGE, count, cut


class DirectoryPagination(BasePagination):
    """The pages of the directory."""

    def paginate_queryset(self, queryset, request, view=None):
        """Return the people of the page that is asked for; raise Http404 if there is none."""
        self.request = request
        self.page, self.count = cut(queryset, request.query_params), count(queryset)
        return self.page.people

    def get_paginated_response(self, data):
        return Response(
            {
                "count": min(self.count, COUNTED),
                "count_is_exact": self.count <= COUNTED,
                "next": self.link(self.page.next),
                "previous": self.link(self.page.previous),
                "results": data,
            }
        )

    def link(self, position):
        """Return the address of a page, with the query of this one, or None."""
        if position is None:
            return None
        query = self.request.query_params.dict() | position
        query = urlencode({name: value for name, value in query.items() if value is not None})
        return self.request.build_absolute_uri(f"{self.request.path}?{query}")

    def get_paginated_response_schema(self, schema):
        link = {"type": ["string", "null"], "format": "uri"}
        properties = {
            "count": {"type": "integer", "minimum": 0, "maximum": COUNTED},
            "count_is_exact": {"type": "boolean"},
            "next": link,
            "previous": link,
            "results": schema,
        }
        return {"type": "object", "properties": properties, "required": list(properties)}

    def get_schema_operation_parameters(self, view):
        """Return what a query may hold besides the search."""
        number = {"type": "integer", "minimum": 1}
        schemas = {"page": number | {"maximum": LAST_PAGE}, "after": number, "before": number}
        return [{"name": name, "in": "query", "schema": each} for name, each in schemas.items()]
