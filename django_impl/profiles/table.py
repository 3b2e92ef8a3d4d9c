"""The table of users: sorting, pages and download (TABLE-1 to TABLE-6)."""

from django.core.paginator import EmptyPage
from django.http import Http404
from django.utils.functional import cached_property
from django_filters.views import FilterView
from django_tables2 import Column, LazyPaginator, SingleTableMixin, Table
from django_tables2.export import ExportMixin

from accounts.models import User
from core.filters import day
from core.search import MAX_COUNT
from profiles.pagination import PER_PAGE, parse_page_number
from profiles.search import DirectoryFilter, count_and_limit

FORMULA_PREFIXES = ("=", "+", "-", "@", "\t", "\r")


class TableFilter(DirectoryFilter):
    """The search form of the directory without its ordering: the header of the table has links."""

    sort = None


class UserTable(Table):
    """The columns of the table, and the order of each (TABLE-2)."""

    username = Column(linkify=True)
    name = Column(accessor="full_name", order_by=("first_name", "last_name", "username"))
    location = Column(order_by=("location", "username"), empty_values=())  # otherwise "—"
    joined = Column(accessor="date_joined", verbose_name="Joined", order_by=("date_joined", "id"))

    def render_joined(self, value):
        return day(value)

    def value_joined(self, value):
        return value.strftime("%Y-%m-%dT%H:%M:%SZ")

    def as_values(self, exclude_columns=None):
        """Extends `django_tables2.Table.as_values`: escapes formulas."""
        for values in super().as_values(exclude_columns):
            yield [escape_formula(value) for value in values]


class TableView(ExportMixin, SingleTableMixin, FilterView):
    """Show the users whom the current user may see in a table, or as CSV (TABLE-1, TABLE-4)."""

    filterset_class = TableFilter
    template_name = "profiles/table.html"
    export_name = "people"

    def get_queryset(self):
        return User.objects.visible_to(self.request.user)

    @cached_property
    def users_and_count(self):
        """The users who match the form, and their number as `count_rows` returns it."""
        return count_and_limit(self.object_list, self.filterset.text)

    def get_table(self, **kwargs):
        """Return the table with the requested rows; raise Http404 if they do not exist."""
        # Not RequestConfig: it ignores invalid values, and also reads `per_page`.
        params = self.request.GET
        users, count = self.users_and_count
        table = UserTable(users, order_by=get_ordering(params))
        table.data.data = table.data.data[:MAX_COUNT]
        if not is_export(params):
            table.count = count
            try:
                table.paginate(LazyPaginator, PER_PAGE, parse_page_number(params.get("page", "1")))
            except EmptyPage:
                raise Http404("This page does not exist.") from None
        return table


def get_ordering(params):
    """Return the column to sort by, after `-` for the reverse order; raise Http404 for others."""
    sort = params.get("sort", "username")
    if sort.removeprefix("-") not in UserTable.base_columns:
        raise Http404("This column does not exist.")
    return sort


def is_export(params):
    """Return whether CSV is requested; raise Http404 for another format."""
    if params.get("_export", "csv") != "csv":
        raise Http404("This format does not exist.")
    return "_export" in params


def escape_formula(value):
    """Return the value of a cell, which no spreadsheet runs as a formula (TABLE-5)."""
    return f"'{value}" if value.startswith(FORMULA_PREFIXES) else value
