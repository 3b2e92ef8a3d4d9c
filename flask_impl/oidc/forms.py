"""Forms to sign up with an identity, and to link one."""

from flask import current_app

from accounts import forms as accounts_forms
from core.extensions import db
from oidc.models import Identity
from oidc.pending import pending_logins


class SignUpForm(accounts_forms.SignUpForm):
    """A new user, to whom the identity is linked (OIDC-4)."""

    def __init__(self, identity):
        super().__init__(data=identity)
        self.identity = identity

    def save(self):
        user = super().save()
        issuer, subject = current_app.config["OIDC_ISSUER"], self.identity["subject"]
        db.session.add(Identity(user_id=user.id, issuer=issuer, subject=subject))
        db.session.flush()
        pending_logins.delete(self.identity["key"])
        return user


class LinkForm(accounts_forms.CurrentPasswordForm):
    """Confirms that an identity is to be linked (OIDC-6)."""
