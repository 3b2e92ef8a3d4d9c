"""People, for staff to look after (ADMIN-3 to ADMIN-7)."""

from urllib.parse import urlencode

from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.contrib.auth import admin as auth_admin
from django.db import IntegrityError, transaction
from django.shortcuts import redirect
from django.urls import reverse

from accounts.models import User
from accounts.sessions import shut_out
from audit.models import describe, record
from passwords.forms import PasswordForm
from profiles.forms import UserForm, tell_old_address
from web.admin import SUPERUSERS_SKIPPED, ModelAdmin, can_manage, site

RIGHTS = ["is_staff", "is_superuser"]


@admin.register(User, site=site)
class UserAdmin(ModelAdmin, auth_admin.UserAdmin):
    """Looks for people, edits, deactivates, reactivates and deletes them, and sets passwords."""

    form = UserForm
    change_password_form = PasswordForm
    change_user_password_template = "admin/accounts/user/password.html"  # noqa: S105
    list_display = ["username", "email", "is_active", "is_staff", "visibility", "date_joined"]
    list_filter = ["is_active", "is_staff", "visibility"]
    lookups = [f"{name}__exact" for name in list_filter]
    actions = ["deactivate", "reactivate"]
    fieldsets = [
        (None, {"fields": ["username", "email", "first_name", "last_name"]}),
        ("Profile", {"fields": ["bio", "location", "website", "visibility"]}),
        ("Rights", {"fields": ["is_active", *RIGHTS]}),
    ]

    def has_change_permission(self, request, obj=None):
        return obj is None or can_manage(request.user, obj)

    has_view_permission = has_delete_permission = has_change_permission

    def get_readonly_fields(self, request, obj=None):
        return [] if request.user.is_superuser else RIGHTS

    def get_object(self, request, object_id, from_field=None):
        """Return the person; locked before a change, so that their rights stay as judged."""
        person = super().get_object(request, object_id, from_field)
        if person and request.method == "POST":
            person = User.objects.select_for_update().filter(pk=person.pk).first()
        return person

    def changeform_view(self, request, *args, **kwargs):
        try:
            return super().changeform_view(request, *args, **kwargs)
        except IntegrityError:  # someone else took the name since the form looked: look again
            return super().changeform_view(request, *args, **kwargs)

    def save_model(self, request, obj, form, change):
        """Write what changed and nothing else; shut out who is deactivated (ADMIN-4, ADMIN-5)."""
        obj.save(update_fields=form.changed_data)
        if obj.email != form.initial["email"]:
            tell_old_address(request, obj, form.initial["email"])
        if not obj.is_active:
            shut_out(obj)

    def construct_change_message(self, request, form, formsets, add=False):
        """Return the event and the detail of a line in the audit, or None without a change."""
        if isinstance(form, PasswordForm):
            return "password_set", ""
        changes = {name: form.cleaned_data[name] for name in form.changed_data}
        return ("user_edited", describe(changes)) if changes else None

    def log_change(self, request, obj, message):
        """Write into the audit instead of Django's log, whose entries go with their author."""
        if message:
            event, detail = message
            record(request.user, event, [obj], detail)

    def log_deletions(self, request, queryset):
        record(request.user, "user_deleted", queryset)

    def history_view(self, request, object_id, extra_context=None):
        query = urlencode({"subject_id": unquote(object_id)})
        return redirect(f"{reverse('admin:audit_auditline_changelist')}?{query}")

    def get_deleted_objects(self, objs, request):
        """Name the people only: Django would name their sessions, too, by the digests."""
        return [str(each) for each in objs], {"users": len(objs)}, set(), []

    @transaction.atomic
    def user_change_password(self, request, id, form_url=""):
        """Set a password; for one's own there is a page that asks for the old one (ADMIN-6)."""
        if self.get_object(request, unquote(id)) == request.user:
            return redirect("passwords:change")
        return super().user_change_password(request, id, form_url)

    @admin.action(description="Deactivate selected users")
    def deactivate(self, request, queryset):
        self.switch(request, queryset, "user_deactivated", active=False)

    @admin.action(description="Reactivate selected users")
    def reactivate(self, request, queryset):
        self.switch(request, queryset, "user_reactivated", active=True)

    @transaction.atomic
    def switch(self, request, queryset, event, active):
        """Deactivate or reactivate people, but for those who may not be touched (ADMIN-5)."""
        selected = list(queryset.order_by("pk").select_for_update())
        people = [person for person in selected if can_manage(request.user, person)]
        if len(people) < len(selected):
            messages.warning(request, SUPERUSERS_SKIPPED)
        people = [person for person in people if person.is_active != active]
        for person in people:
            person.is_active = active
            person.save(update_fields=["is_active"])
            shut_out(person)  # at a reactivation, too: of what was left from before
        record(request.user, event, people)
        messages.success(request, f"{'Reactivated' if active else 'Deactivated'}: {len(people)}.")
