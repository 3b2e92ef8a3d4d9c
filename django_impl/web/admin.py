"""The admin at /admin/: who gets in, and what nobody may do there (ADMIN-1, ADMIN-2)."""

from django.contrib import admin
from django.contrib.auth import logout
from django.contrib.auth.mixins import UserPassesTestMixin
from django.core.exceptions import BadRequest
from django.db.models import Q
from django.views import View

from web.http import HEADERS

SEARCHED = 100  # characters; a database takes no expression of any depth
SUPERUSERS_SKIPPED = "Superusers were left alone."

# The scripts that Django's admin brings along are files of this site (ADMIN-10).
CONTENT_SECURITY_POLICY = f"{HEADERS['Content-Security-Policy']}; script-src 'self'"


def can_manage(staff, user):
    """Return whether a member of the staff may change this user (ADMIN-7)."""
    return staff.is_superuser or not user.is_superuser


class StaffView(UserPassesTestMixin, View):
    """A page of the admin. Asks anonymous visitors to log in, and refuses who is not staff."""

    http_method_names = ["get", "head", "post", "options"]
    view = None

    def test_func(self):
        return self.request.user.is_staff

    def get(self, request, *args, **kwargs):
        response = self.view(request, *args, **kwargs)
        response["Content-Security-Policy"] = CONTENT_SECURITY_POLICY
        return response

    def post(self, request, *args, **kwargs):
        response = self.get(request, *args, **kwargs)
        if not request.session.exists(request.session.session_key):
            logout(request)  # they have shut themselves out: there is no session to write to
        return response


class AdminSite(admin.AdminSite):
    """Django's own, without its doors: the site has a login, a logout and passwords already."""

    site_header = site_title = index_title = "Administration"
    enable_nav_sidebar = False

    def admin_view(self, view, cacheable=False):
        return StaffView.as_view(view=super().admin_view(view, cacheable))

    def get_urls(self):
        doors = {"login", "logout", "password_change", "password_change_done"}
        return [each for each in super().get_urls() if getattr(each, "name", None) not in doors]


class ModelAdmin(admin.ModelAdmin):
    """A list for all staff to read. What else they may do, a subclass says."""

    empty_value_display = ""
    lookups = []  # what an address may ask for; any other column would be spelt out bit by bit

    def lookup_allowed(self, lookup, value, request=None):
        return lookup in self.lookups

    def get_search_results(self, request, queryset, search_term):
        """Return the rows in which each of the words stands (ADMIN-3)."""
        for word in search_term[:SEARCHED].split():
            columns = [(f"{name}__icontains", word) for name in self.search_fields]
            queryset = queryset.filter(Q(*columns, _connector=Q.OR))
        return queryset, False

    def response_action(self, request, queryset):
        try:
            return super().response_action(request, queryset)
        except (ValueError, OverflowError) as error:  # who was selected has no primary key
            raise BadRequest from error

    def has_module_permission(self, request):
        return True

    def has_view_permission(self, request, obj=None):
        return obj is None  # a page of its own would show every column

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False


site = AdminSite()
site.disable_action("delete_selected")
