"""What people send in: to sign up, to log in, to change or delete what they have here."""

from django import forms
from django.conf import settings
from django.contrib.auth.forms import (
    AuthenticationForm,
    BaseUserCreationForm,
    PasswordResetForm,
)

from accounts.fields import EmailFormField, MultilineField, UsernameField
from accounts.models import User
from accounts.throttle import Throttle
from accounts.validators import validate_email
from config.logs import log_event
from config.mail import send_mail

throttle = Throttle(
    settings.CACHE_URL,
    settings.LOGIN_NAME_LIMIT,
    settings.LOGIN_ADDRESS_LIMIT,
    settings.LOGIN_LOCK_SECONDS,
)


class SignUpForm(BaseUserCreationForm):
    """A new person. The rules for passwords apply (SIGNUP-3)."""

    class Meta:
        model = User
        fields = ["username", "email", "first_name", "last_name"]
        field_classes = {"username": UsernameField}
        widgets = {
            "email": forms.EmailInput(attrs={"autocomplete": "email"}),
            "first_name": forms.TextInput(attrs={"autocomplete": "given-name"}),
            "last_name": forms.TextInput(attrs={"autocomplete": "family-name"}),
        }


class LoginForm(AuthenticationForm):
    """One message for wrong passwords, unknown and deactivated people (LOGIN-3)."""

    error_messages = {"invalid_login": "Wrong username or password."}
    username = UsernameField()

    def clean(self):
        """Judge the password, unless too many were wrong; raise Locked then (GUESS-1)."""
        if not {"username", "password"} <= self.cleaned_data.keys():
            return self.cleaned_data
        who = self.cleaned_data["username"], self.request.META["REMOTE_ADDR"]
        throttle.check(*who)
        try:
            cleaned_data = super().clean()
        except forms.ValidationError:
            log_event("login_failed", User.objects.filter(username=who[0]).first())
            throttle.count_failure(*who)
            raise
        throttle.check(*who)  # others may have failed meanwhile
        return cleaned_data


class ProfileForm(forms.ModelForm):
    """What people say about themselves. A new e-mail address needs the password (EDIT-5)."""

    password = forms.CharField(
        required=False,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
        help_text="Only a new email address needs it.",
    )

    class Meta:
        model = User
        fields = [
            "first_name",
            "last_name",
            "email",
            "bio",
            "location",
            "website",
            "visibility",
        ]
        field_classes = {"bio": MultilineField}
        widgets = {"bio": forms.Textarea(attrs={"rows": 6})}
        error_messages = {"visibility": {"invalid_choice": "Select a valid choice."}}

    def clean_password(self):
        password = self.cleaned_data["password"]
        email = User.objects.normalize_email(self.cleaned_data.get("email", self.instance.email))
        if email != self.instance.email and not password:
            raise forms.ValidationError("A new email address needs your password.")
        if email != self.instance.email and not self.instance.check_password(password):
            raise forms.ValidationError("Wrong password.")
        return password

    def save(self, commit=True):
        """Write these columns only, so that no other change of the person is undone.

        Tells the old e-mail address about a new one (EDIT-8).
        """
        self.instance.save(update_fields=self.Meta.fields)
        old, new = self.initial["email"], self.instance.email
        if new != old:
            log_event("email_changed", self.instance)
            template = "accounts/email_changed_mail.txt"
            send_mail("Your email address was changed", template, old, {"person": self.instance})
        return self.instance


class ResetForm(PasswordResetForm):
    """The e-mail address of someone who forgot the password (RESET-1)."""

    email = EmailFormField(
        label="Email address",
        max_length=254,
        validators=[validate_email],
        widget=forms.EmailInput(attrs={"autocomplete": "email", "autofocus": True}),
    )

    def send_mail(self, subject_template_name, email_template_name, context, *args, **kwargs):
        log_event("reset_mailed", context["user"])
        send_mail("Reset your password", email_template_name, context["user"].email, context)


class DeleteForm(forms.Form):
    """The password, to be sure that it is the person who deletes their account (DELETE-1)."""

    password = forms.CharField(
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password", "autofocus": True}),
    )

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.user = user

    def clean_password(self):
        if not self.user.check_password(self.cleaned_data["password"]):
            raise forms.ValidationError("Wrong password.")
        return self.cleaned_data["password"]
