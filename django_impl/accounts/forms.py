"""What people send in to sign up, to log in, and to leave."""

from django import forms
from django.contrib.auth.forms import AuthenticationForm, BaseUserCreationForm

from accounts.authentication import confirm, lock_person
from accounts.models import User
from core.fields import CharField, UsernameField


class SignUpForm(BaseUserCreationForm):
    """A new person. The rules for passwords apply (SIGNUP-3)."""

    class Meta:
        model = User
        fields = ["username", "email", "first_name", "last_name"]
        field_classes = {
            "username": UsernameField,
            "first_name": CharField,
            "last_name": CharField,
        }
        widgets = {
            "email": forms.EmailInput(attrs={"autocomplete": "email"}),
            "first_name": forms.TextInput(attrs={"autocomplete": "given-name"}),
            "last_name": forms.TextInput(attrs={"autocomplete": "family-name"}),
        }


class LoginForm(AuthenticationForm):
    """One message for wrong passwords, unknown and deactivated people (LOGIN-3)."""

    error_messages = {"invalid_login": "Wrong username or password."}
    username = UsernameField()

    def lock_person(self):
        """Lock the person; say whether they are still as they were judged."""
        unchanged = lock_person(self.user_cache)
        if not unchanged:
            self.add_error(None, self.get_invalid_login_error())
        return unchanged


class DeleteForm(forms.Form):
    """The password, to be sure that it is the person who deletes their account (DELETE-1)."""

    password = forms.CharField(
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password", "autofocus": True}),
    )

    def __init__(self, *args, request, **kwargs):
        super().__init__(*args, **kwargs)
        self.request = request

    def clean_password(self):
        password = self.cleaned_data["password"]
        if not confirm(self.request, password):
            raise forms.ValidationError("Wrong password.")
        return password
