"""The forms."""

from django import forms
from django.contrib.auth.forms import AuthenticationForm, UserCreationForm

from profiles.models import Profile


class LoginForm(AuthenticationForm):
    """Django's form, with a shorter message."""

    error_messages = AuthenticationForm.error_messages | {
        "invalid_login": "Wrong username or password."
    }


class SignUpForm(UserCreationForm):
    """Creates a user and a profile."""

    email = forms.EmailField(max_length=254)

    class Meta(UserCreationForm.Meta):
        fields = ["username", "email", "first_name", "last_name"]

    def save(self, commit=True):
        user = super().save(commit)
        Profile.objects.create(user=user)
        return user


class ProfileForm(forms.ModelForm):
    """Changes the profile of a user, and the names and the email address."""

    first_name = forms.CharField(required=False, max_length=150)
    last_name = forms.CharField(required=False, max_length=150)
    email = forms.EmailField(max_length=254)
    website = forms.URLField(required=False, max_length=200, assume_scheme="https")

    class Meta:
        model = Profile
        fields = ["bio", "location", "website", "visibility"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name in ("first_name", "last_name", "email"):
            self.initial[name] = getattr(self.instance.user, name)

    def save(self, commit=True):
        for name in ("first_name", "last_name", "email"):
            setattr(self.instance.user, name, self.cleaned_data[name])
        self.instance.user.save(update_fields=["first_name", "last_name", "email"])
        return super().save(commit)
