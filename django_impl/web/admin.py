"""The base of the admin at /admin/: access for staff only (ADMIN-1, ADMIN-2)."""

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.views import main
from django.contrib.auth import logout
from django.contrib.auth.mixins import UserPassesTestMixin
from django.core import paginator
from django.core.exceptions import BadRequest
from django.db import DataError
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.functional import cached_property
from django.views import View

from core.search import MAX_COUNT, count_rows, limit_to_found
from web.middleware import HEADERS

MAX_ROWS = 10_000  # of a list; of a search, MAX_COUNT
MAX_SEARCH_LENGTH = 100  # characters; SQLite limits the depth of an expression
ROWS_LIMITED = "Only the first {:,} rows are listed."
SUPERUSERS_SKIPPED = "Superusers were left alone."

# Django's admin has scripts, which are static files (ADMIN-10).
CONTENT_SECURITY_POLICY = f"{HEADERS['Content-Security-Policy']}; script-src 'self'"


def can_manage(staff, user):
    """Return whether this staff user may manage another user (ADMIN-7)."""
    return staff.is_superuser or not user.is_superuser


def keep_manageable(request, rows, get_user):
    """Return the rows whose users the staff may manage; warn if there are others (ADMIN-7)."""
    manageable = [row for row in rows if can_manage(request.user, get_user(row))]
    if len(manageable) < len(rows):
        messages.warning(request, SUPERUSERS_SKIPPED)
    return manageable


def split_words(search):
    """Return the words of a search (ADMIN-3)."""
    return search[:MAX_SEARCH_LENGTH].split()


class StaffRequiredView(UserPassesTestMixin, View):
    """A page for staff: anonymous users are redirected to the login page, others get 403."""

    http_method_names = ["get", "head", "post", "options"]
    view = None

    def test_func(self):
        return self.request.user.is_staff

    def get(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        if "\x00" in request.path:
            raise Http404
        request.GET = request.GET.copy()
        for name, value in request.GET.items():
            request.GET[name] = value  # the last value only, as in other views (BODY-5)
            if "\x00" in value:
                raise BadRequest("NUL in a query string")
        response = self.view(request, *args, **kwargs)
        response["Content-Security-Policy"] = CONTENT_SECURITY_POLICY
        return response

    def post(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        response = self.get(request, *args, **kwargs)
        if not request.session.exists(request.session.session_key):
            logout(request)  # staff deactivated themselves, which deleted the session
        return response


class AdminSite(admin.AdminSite):
    """Extends `django.contrib.admin.AdminSite`: without its login, logout and password pages.

    It has no search for the options of a `<select>` either, which counts all rows that match.
    """

    site_header = site_title = index_title = "Administration"
    enable_nav_sidebar = False

    def admin_view(self, view, cacheable=False):
        return StaffRequiredView.as_view(view=super().admin_view(view, cacheable))

    def get_urls(self):
        unused = {"login", "logout", "password_change", "password_change_done", "autocomplete"}
        return [url for url in super().get_urls() if getattr(url, "name", None) not in unused]


class Paginator(paginator.Paginator):
    """Extends `django.core.paginator.Paginator`: the rows of a list have been counted."""

    @cached_property
    def count(self):
        return self.object_list.number


class ChangeList(main.ChangeList):
    """Extends `django.contrib.admin.views.main.ChangeList`: limits its rows (ADMIN-11)."""

    def get_queryset(self, request, *args, **options):
        """Return the rows. An action on all rows is run on the first MAX_COUNT."""
        rows = super().get_queryset(request, *args, **options)
        if forms.BooleanField(required=False).clean(request.POST.get("select_across")):
            rows = rows.filter(pk__in=list(rows.values_list("pk", flat=True)[:MAX_COUNT]))
        return rows

    def get_ordering_field(self, field_name):
        """Return the field to sort by, or None for a column that does not offer it."""
        return super().get_ordering_field(field_name) if field_name in self.sortable_by else None

    def get_results(self, request):
        """Count the rows, at most the limit, and select those of the page."""
        if words := split_words(self.query):
            indexed = Q(*map(self.model_admin.has_grams, words))
            self.queryset, number = limit_to_found(self.queryset, indexed)
        else:
            number = count_rows(self.queryset, MAX_ROWS)
        limit = MAX_COUNT if words else MAX_ROWS
        self.queryset.number = min(number, limit)
        if number > limit and request.method == "GET":
            messages.warning(request, ROWS_LIMITED.format(limit))
        super().get_results(request)


class ModelAdmin(admin.ModelAdmin):
    """A read-only list for staff. Subclasses allow more."""

    empty_value_display = ""
    list_per_page = 50
    paginator = Paginator
    show_full_result_count = False
    lookups = []  # allowed in a query string; others could reveal the values of hidden columns

    def lookup_allowed(self, lookup, value, request=None):
        return lookup in self.lookups

    def get_changelist(self, request, **kwargs):
        return ChangeList

    def get_search_results(self, request, queryset, search_term):
        """Return the rows that contain each word of the search (ADMIN-3)."""
        return queryset.filter(*map(self.matches, split_words(search_term))), False

    def matches(self, word):
        """Return the condition that one of the searchable columns contains this word."""
        columns = [(f"{name}__icontains", word) for name in self.search_fields]
        return Q(*columns, _connector=Q.OR)

    def has_grams(self, word):
        """Return a condition for an index: rows that match meet it, some others too."""
        return Q()

    def response_action(self, request, *args, **options):
        try:
            return super().response_action(request, *args, **options)
        except (DataError, OverflowError, ValueError) as error:  # an invalid key was selected
            raise BadRequest from error

    def has_module_permission(self, request):
        return True

    def has_view_permission(self, request, obj=None):
        return obj is None  # the detail page would show every column

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False


admin_site = AdminSite()
admin_site.disable_action("delete_selected")
