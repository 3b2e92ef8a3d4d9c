"""What someone sends in who forgot the password."""

from django import forms
from django.contrib.auth.forms import PasswordResetForm

from accounts.fields import EmailFormField
from accounts.validators import validate_email
from config.logs import log_event
from config.mail import send_mail


class ResetForm(PasswordResetForm):
    """The e-mail address of someone who forgot the password (RESET-1)."""

    email = EmailFormField(
        label="Email address",
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email", "autofocus": True}),
    )

    def clean_email(self):
        validate_email(self.cleaned_data["email"])
        return self.cleaned_data["email"]

    def send_mail(self, subject_template_name, email_template_name, context, *args, **kwargs):
        log_event("reset_mailed", context["user"].pk)
        send_mail("Reset your password", email_template_name, context["user"].email, context)
