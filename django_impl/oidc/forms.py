"""Forms to sign up with an identity, and to link one."""

from django.conf import settings

from accounts import forms as accounts_forms
from oidc.pending import pending_logins


class SignUpForm(accounts_forms.SignUpForm):
    """A new user, to whom the identity is linked (OIDC-4). `initial` is the identity."""

    def save(self, commit=True):
        user = super().save(commit)
        user.identities.create(issuer=settings.OIDC_ISSUER, subject=self.initial["subject"])
        pending_logins.delete(self.initial["key"])
        return user


class LinkForm(accounts_forms.CurrentPasswordForm):
    """Confirms that an identity is to be linked (OIDC-6)."""
