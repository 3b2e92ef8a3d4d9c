"""What people send in to sign up and to log in."""

from django import forms
from django.contrib.auth.forms import AuthenticationForm, BaseUserCreationForm

from accounts.fields import UsernameField
from accounts.models import User


class SignUpForm(BaseUserCreationForm):
    """A new person. The four password validators of the settings apply (SIGNUP-3)."""

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
