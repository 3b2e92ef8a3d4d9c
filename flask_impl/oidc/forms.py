"""Forms to sign up with an identity, and to link one."""

from flask import current_app
from flask_login import current_user
from wtforms.validators import InputRequired, ValidationError

from accounts import forms as accounts_forms
from accounts.authentication import verify_current_password
from core.extensions import db
from core.fields import PasswordField
from core.forms import Form
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


class LinkForm(Form):
    """The current password, without which no identity is linked (OIDC-6)."""

    password = PasswordField(
        "Password", [InputRequired()], render_kw=accounts_forms.CURRENT_PASSWORD_ATTRS
    )

    def validate_password(self, field):
        if not field.errors and not verify_current_password(current_user, field.data):
            raise ValidationError("Wrong password.")
