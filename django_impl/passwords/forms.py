"""Forms to change a password, to reset it by email, and to set it in the admin."""

from django import forms
from django.contrib.auth import forms as auth_forms
from django.forms.renderers import TemplatesSetting

from accounts.authentication import verify_current_password
from accounts.models import User
from accounts.sessions import delete_sessions_and_tokens
from core.fields import EmailFormField
from core.logs import log_security_event
from passwords.emails import send_reset_link


class PasswordChangeForm(auth_forms.PasswordChangeForm):
    """The old password and a new one, validated as at sign-up (PASSWORD-2)."""

    def __init__(self, *args, request, **kwargs):
        super().__init__(*args, **kwargs)
        self.request = request

    def clean_old_password(self):
        password = self.cleaned_data["old_password"]
        if not verify_current_password(self.request, password):
            raise forms.ValidationError(self.error_messages["password_incorrect"])
        return password


class AdminPasswordChangeForm(auth_forms.AdminPasswordChangeForm):
    """A new password that staff set for a user, which revokes all credentials (ADMIN-6)."""

    default_renderer = TemplatesSetting  # the admin has its own ids for help and error messages
    password1, password2 = auth_forms.SetPasswordMixin.create_password_fields(
        "New password", "New password confirmation"
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields.pop("usable_password", None)  # a password can't be disabled here

    def save(self, commit=True):
        self.user.set_password(self.cleaned_data["password1"])
        self.user.save(update_fields=["password"])
        delete_sessions_and_tokens(self.user)
        return self.user


class PasswordResetForm(auth_forms.PasswordResetForm):
    """The email address of a user who forgot the password (RESET-1)."""

    email = EmailFormField(
        label="Email address",
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email", "autofocus": True}),
    )

    def get_users(self, email):
        """Return the users; locked, so that none is deleted before the commit."""
        users = User.objects.select_for_update(no_key=True)
        active = users.filter(email__iexact=email, is_active=True).order_by("pk")
        return [user for user in active if user.has_usable_password()]

    def save(self, *, request, **options):
        """Send a link to every active user with this email address and a usable password.

        Without one, enqueue a task without a user, which takes the same time (RESET-2).
        """
        users = self.get_users(self.cleaned_data["email"])
        for user in users:
            log_security_event("password_reset_sent", user.pk)
        for user in users or [None]:
            send_reset_link.enqueue(user, base_url=request.build_absolute_uri("/"))
