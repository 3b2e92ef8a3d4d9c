"""The base of the admin at /admin/: access for staff only (ADMIN-1, ADMIN-2)."""

from django.contrib import admin
from django.contrib.auth import logout
from django.contrib.auth.mixins import UserPassesTestMixin
from django.core.exceptions import BadRequest
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.views import View

from web.middleware import HEADERS

MAX_SEARCH_LENGTH = 100  # characters; SQLite limits the depth of an expression
SUPERUSERS_SKIPPED = "Superusers were left alone."

# Django's admin has scripts, which are static files (ADMIN-10).
CONTENT_SECURITY_POLICY = f"{HEADERS['Content-Security-Policy']}; script-src 'self'"


def can_manage(staff, user):
    """Return whether this staff user may manage another user (ADMIN-7)."""
    return staff.is_superuser or not user.is_superuser


class StaffRequiredView(UserPassesTestMixin, View):
    """A page of the admin: redirects anonymous users to the login page, others get 403."""

    http_method_names = ["get", "head", "post", "options"]
    view = None

    def test_func(self):
        return self.request.user.is_staff

    def get(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        if any("\x00" in value for value in request.GET.values()):
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
    """Extends `django.contrib.admin.AdminSite`: without its login, logout and password pages."""

    site_header = site_title = index_title = "Administration"
    enable_nav_sidebar = False

    def admin_view(self, view, cacheable=False):
        return StaffRequiredView.as_view(view=super().admin_view(view, cacheable))

    def get_urls(self):
        built_in_auth_urls = {"login", "logout", "password_change", "password_change_done"}
        return [
            each
            for each in super().get_urls()
            if getattr(each, "name", None) not in built_in_auth_urls
        ]


class ModelAdmin(admin.ModelAdmin):
    """A read-only list for staff. Subclasses allow more."""

    empty_value_display = ""
    lookups = []  # allowed in a query string; others could reveal the values of hidden columns

    def lookup_allowed(self, lookup, value, request=None):
        return lookup in self.lookups

    def get_search_results(self, request, queryset, search_term):
        """Return the rows that contain each word of the search (ADMIN-3)."""
        for word in search_term[:MAX_SEARCH_LENGTH].split():
            columns = [(f"{name}__icontains", word) for name in self.search_fields]
            queryset = queryset.filter(Q(*columns, _connector=Q.OR))
        return queryset, False

    def response_action(self, request, *args, **options):
        try:
            return super().response_action(request, *args, **options)
        except (ValueError, OverflowError) as error:  # an invalid primary key was selected
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
