"""Forms to change a password, to reset it by email, and to set it in the admin."""

from functools import partial

from flask import request
from sqlalchemy import func, select
from wtforms.validators import InputRequired, ValidationError

from accounts.authentication import verify_current_password
from accounts.forms import (
    CONFIRM_HELP,
    CURRENT_PASSWORD_ATTRS,
    EMAIL_VALIDATORS,
    NEW_PASSWORD_ATTRS,
)
from accounts.hashing import HELP_TEXT, hash_password, validate_new_password
from accounts.models import User
from core.database import on_commit
from core.extensions import db
from core.fields import EmailField, PasswordField
from core.forms import Form
from core.logs import log_security_event
from passwords.emails import send_reset_link


class PasswordChangeForm(Form):
    """The old password and a new one, validated as at sign-up (PASSWORD-2)."""

    old_password = PasswordField(
        "Old password", [InputRequired()], render_kw=CURRENT_PASSWORD_ATTRS | {"autofocus": True}
    )
    new_password1 = PasswordField(
        "New password", [InputRequired()], description=HELP_TEXT, render_kw=NEW_PASSWORD_ATTRS
    )
    new_password2 = PasswordField(
        "New password confirmation",
        [InputRequired()],
        description=CONFIRM_HELP,
        render_kw=NEW_PASSWORD_ATTRS,
    )

    def __init__(self, user):
        super().__init__()
        self.user = user

    def validate_old_password(self, field):
        if not field.errors and not verify_current_password(self.user, field.data):
            raise ValidationError(
                "Your old password was entered incorrectly. Please enter it again."
            )

    def validate_new_password2(self, field):
        attributes = {
            "username": self.user.username,
            "first name": self.user.first_name,
            "last name": self.user.last_name,
            "email address": self.user.email,
        }
        validate_new_password(self.new_password1, field, attributes)

    def save(self):
        self.user.password = hash_password(self.new_password1.data)


class SetPasswordForm(PasswordChangeForm):
    """A new password, set with a link from an email (RESET-4) or in the admin (ADMIN-6)."""

    old_password = None  # removes the inherited field


class PasswordResetForm(Form):
    """The email address of a user who forgot the password (RESET-1)."""

    email = EmailField(
        "Email address", EMAIL_VALIDATORS, render_kw={"autocomplete": "email", "autofocus": True}
    )

    def save(self):
        """Send a link to every active user with this email address and a usable password.

        Without one, enqueue a task without a user, which takes the same time (RESET-2).
        """
        query = select(User).order_by(User.id)
        query = query.where(
            func.upper(User.email) == self.email.data.upper(),
            User.is_active,
            ~User.password.startswith("!"),
        )
        users = db.session.scalars(query.with_for_update(key_share=True)).all()
        for user in users:
            on_commit(partial(log_security_event, "password_reset_sent", user.id))
        for user in users or [None]:
            send_reset_link.enqueue(user, base_url=request.host_url)
