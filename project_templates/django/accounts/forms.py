"""Forms to sign up and to log in."""

from django import forms
from django.contrib.auth.forms import AuthenticationForm, BaseUserCreationForm

from accounts.models import User
from core.fields import UsernameField


class SignUpForm(BaseUserCreationForm):
    """A new user, with a password that is entered twice."""

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
    """Username and password; one message for every failure."""

    error_messages = {"invalid_login": "Wrong username or password."}
    username = UsernameField()
