"""Forms to sign up with an identity, and to link one."""

from django.conf import settings

from accounts import forms
from oidc.pending import pending_logins


class SignUpForm(forms.SignUpForm):
    """A new user, to whom the identity is linked (OIDC-4). `initial` is the identity."""

    def save(self, commit=True):
        user = super().save(commit)
        user.identities.create(issuer=settings.OIDC_ISSUER, subject=self.initial["subject"])
        pending_logins.delete(self.initial["key"])
        return user


class LinkForm(forms.DeleteForm):
    """The current password, without which no identity is linked (OIDC-6)."""
