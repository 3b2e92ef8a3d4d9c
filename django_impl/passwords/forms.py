"""What people send in to change a password, and someone who forgot it, or sets it for another."""

from django import forms
from django.contrib.auth.forms import (
    AdminPasswordChangeForm,
    PasswordChangeForm,
    PasswordResetForm,
    SetPasswordMixin,
)
from django.forms.renderers import TemplatesSetting

from accounts.authentication import confirm
from accounts.sessions import shut_out
from core.fields import EmailFormField
from core.logs import log_event
from core.mail import send_mail


class ChangeForm(PasswordChangeForm):
    """The old password and a new one, for which the rules of signing up apply (PASSWORD-2)."""

    def __init__(self, *args, request, **kwargs):
        super().__init__(*args, **kwargs)
        self.request = request

    def clean_old_password(self):
        password = self.cleaned_data["old_password"]
        if not confirm(self.request, password):
            raise forms.ValidationError(self.error_messages["password_incorrect"])
        return password


class ResetForm(PasswordResetForm):
    """The e-mail address of someone who forgot the password (RESET-1)."""

    email = EmailFormField(
        label="Email address",
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email", "autofocus": True}),
    )

    def send_mail(self, subject_template_name, email_template_name, context, *args, **kwargs):
        log_event("reset_mailed", context["user"].pk)
        send_mail("Reset your password", email_template_name, context["user"].email, context)


class PasswordForm(AdminPasswordChangeForm):
    """A new password that staff set for somebody, whom that shuts out (ADMIN-6)."""

    default_renderer = TemplatesSetting  # the admin has ids of its own for help and messages
    password1, password2 = SetPasswordMixin.create_password_fields(
        "New password", "New password confirmation"
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields.pop("usable_password", None)  # nobody's password is switched off here

    def save(self, commit=True):
        self.user.set_password(self.cleaned_data["password1"])
        self.user.save(update_fields=["password"])
        shut_out(self.user)
        return self.user
