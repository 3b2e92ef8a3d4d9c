"""What people send in to sign up, to log in, and to leave."""

from django import forms
from django.conf import settings
from django.contrib.auth.forms import AuthenticationForm, BaseUserCreationForm

from accounts.fields import UsernameField
from accounts.models import User
from accounts.throttle import Throttle
from config.logs import log_event

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
            known = User.objects.filter(username=who[0]).values_list("pk", flat=True)
            log_event("login_failed", known.first())
            throttle.count_failure(*who)
            raise
        throttle.check(*who)  # others may have failed meanwhile
        return cleaned_data

    def lock_person(self):
        """Lock the person; say whether they are still active, with the password judged."""
        judged = {"pk": self.user_cache.pk, "password": self.user_cache.password}
        people = User.objects.select_for_update().filter(is_active=True, **judged)
        if not people:
            self.add_error(None, self.get_invalid_login_error())
        return bool(people)


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
