"""Forms to sign up with an identity, and to link one."""

from django import forms
from django.conf import settings

from accounts import forms as accounts_forms
from accounts.authentication import verify_current_password
from oidc.pending import pending_logins


class SignUpForm(accounts_forms.SignUpForm):
    """A new user, to whom the identity is linked (OIDC-4). `initial` is the identity."""

    def save(self, commit=True):
        user = super().save(commit)
        user.identities.create(issuer=settings.OIDC_ISSUER, subject=self.initial["subject"])
        pending_logins.delete(self.initial["key"])
        return user


class LinkForm(forms.Form):
    """The current password, without which no identity is linked (OIDC-6)."""

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
