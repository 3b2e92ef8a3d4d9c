"""Users in the admin, managed by staff (ADMIN-3 to ADMIN-7)."""

from urllib.parse import urlencode

from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.contrib.auth import admin as auth_admin
from django.db import IntegrityError, transaction
from django.shortcuts import redirect
from django.urls import reverse

from accounts.models import User
from accounts.sessions import delete_sessions_and_tokens
from audit.models import log_action, summarize_changes
from core.search import HasGrams
from passwords.forms import AdminPasswordChangeForm
from profiles.forms import UserForm, notify_old_email
from web.admin import ModelAdmin, admin_site, can_manage, keep_manageable

PRIVILEGE_FIELDS = ["is_staff", "is_superuser"]


@admin.register(User, site=admin_site)
class UserAdmin(ModelAdmin, auth_admin.UserAdmin):
    """Searches, edits, deactivates, reactivates and deletes users, and sets passwords."""

    form = UserForm
    change_password_form = AdminPasswordChangeForm
    change_user_password_template = "admin/accounts/user/password.html"  # noqa: S105
    list_display = ["username", "email", "is_active", "is_staff", "visibility", "date_joined"]
    list_filter = ["is_active", "is_staff", "visibility"]
    lookups = [f"{name}__exact" for name in list_filter]
    sortable_by = ["username", "date_joined"]
    actions = ["deactivate", "reactivate"]
    fieldsets = [
        (None, {"fields": ["username", "email", "first_name", "last_name"]}),
        ("Profile", {"fields": ["bio", "location", "website", "visibility"]}),
        ("Rights", {"fields": ["is_active", *PRIVILEGE_FIELDS]}),
    ]

    def has_grams(self, word):
        return User.has_grams(word) | HasGrams(["email"], word)

    def has_change_permission(self, request, obj=None):
        return obj is None or can_manage(request.user, obj)

    has_view_permission = has_delete_permission = has_change_permission

    def get_readonly_fields(self, request, obj=None):
        return [] if request.user.is_superuser else PRIVILEGE_FIELDS

    def get_object(self, request, object_id, from_field=None):
        """Return the user; locked for a change, so that the checked privileges stay the same."""
        user = super().get_object(request, object_id, from_field)
        if user and request.method == "POST":
            user = User.objects.select_for_update().filter(pk=user.pk).first()
        return user

    def changeform_view(self, request, *args, **kwargs):
        try:
            return super().changeform_view(request, *args, **kwargs)
        except IntegrityError:  # a concurrent request took the username: validate again
            return super().changeform_view(request, *args, **kwargs)

    def save_model(self, request, obj, form, change):
        """Save the changed fields; revoke credentials of inactive users (ADMIN-4, ADMIN-5)."""
        obj.save(update_fields=form.changed_data)
        if obj.email != form.initial["email"]:
            notify_old_email(request, obj, form.initial["email"])
        if not obj.is_active:
            delete_sessions_and_tokens(obj)

    def construct_change_message(self, request, form, formsets, add=False):
        """Return the event and the detail for the audit log, or None without a change."""
        if isinstance(form, AdminPasswordChangeForm):
            return "password_set", ""
        changes = {name: form.cleaned_data[name] for name in form.changed_data}
        return ("user_edited", summarize_changes(changes)) if changes else None

    def log_change(self, request, obj, message):
        """Write to the audit log, not to `LogEntry`, which is deleted with its user."""
        if message:
            event, detail = message
            log_action(request.user, event, [obj], detail)

    def log_deletions(self, request, queryset):
        log_action(request.user, "user_deleted", queryset)

    def history_view(self, request, object_id, extra_context=None):
        query = urlencode({"subject_id": unquote(object_id)})
        return redirect(f"{reverse('admin:audit_auditlogentry_changelist')}?{query}")

    def get_deleted_objects(self, objs, request):
        """List the users only: the default also lists their sessions, by hashed key."""
        return [str(each) for each in objs], {"users": len(objs)}, set(), []

    @transaction.atomic
    def user_change_password(self, request, id, form_url=""):
        """Set a password; redirect to the page that needs the old one for one's own (ADMIN-6)."""
        if self.get_object(request, unquote(id)) == request.user:
            return redirect("passwords:change")
        return super().user_change_password(request, id, form_url)

    @admin.action(description="Deactivate selected users")
    def deactivate(self, request, queryset):
        self.set_active(request, queryset, "user_deactivated", active=False)

    @admin.action(description="Reactivate selected users")
    def reactivate(self, request, queryset):
        self.set_active(request, queryset, "user_reactivated", active=True)

    @transaction.atomic
    def set_active(self, request, queryset, event, active):
        """Deactivate or reactivate users, except those whom the staff may not manage (ADMIN-5)."""
        selected = list(queryset.order_by("pk").select_for_update())
        users = keep_manageable(request, selected, lambda user: user)
        users = [user for user in users if user.is_active != active]
        for user in users:
            user.is_active = active
            user.save(update_fields=["is_active"])
            delete_sessions_and_tokens(user)  # also after a reactivation: the old ones stay revoked
        log_action(request.user, event, users)
        messages.success(request, f"{'Reactivated' if active else 'Deactivated'}: {len(users)}.")
