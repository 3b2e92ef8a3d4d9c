"""Forms to sign up, to log in, and to delete the account."""

from django import forms
from django.contrib.auth.forms import AuthenticationForm, BaseUserCreationForm

from accounts.authentication import verify_current_password
from accounts.models import User
from core.fields import CharField, UsernameField


class SignUpForm(BaseUserCreationForm):
    """A new user, with a password that is entered twice (SIGNUP-3)."""

    class Meta:
        model = User
        fields = ["username", "email", "first_name", "last_name"]
        field_classes = {"username": UsernameField, "first_name": CharField, "last_name": CharField}
        widgets = {
            "email": forms.EmailInput(attrs={"autocomplete": "email"}),
            "first_name": forms.TextInput(attrs={"autocomplete": "given-name"}),
            "last_name": forms.TextInput(attrs={"autocomplete": "family-name"}),
        }


class LoginForm(AuthenticationForm):
    """Username and password; one message for every failure (LOGIN-3)."""

    error_messages = {"invalid_login": "Wrong username or password."}
    username = UsernameField()


class CurrentPasswordForm(forms.Form):
    """The current password, which confirms an action."""

    password = forms.CharField(
        strip=False, widget=forms.PasswordInput(attrs={"autocomplete": "current-password"})
    )

    def __init__(self, *args, request, **kwargs):
        super().__init__(*args, **kwargs)
        self.request = request

    def clean_password(self):
        password = self.cleaned_data["password"]
        if not verify_current_password(self.request, password):
            raise forms.ValidationError("Wrong password.")
        return password


class DeleteForm(CurrentPasswordForm):
    """Confirms the deletion of the account (DELETE-1)."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["password"].widget.attrs["autofocus"] = True
