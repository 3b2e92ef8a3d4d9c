"""What people send in to change a password, and someone who forgot it."""

from flask import current_app, url_for
from sqlalchemy import func, select
from wtforms.validators import InputRequired, ValidationError

from accounts.authentication import confirm
from accounts.forms import AGAIN, CURRENT_PASSWORD, EMAIL, NEW_PASSWORD
from accounts.hashing import HELP_TEXT, hash_password, validate_new_password
from accounts.models import User
from core.extensions import db
from core.fields import EmailField, PasswordField
from core.forms import Form
from core.logs import log_event
from core.mail import send_mail
from passwords.tokens import make_token


class PasswordForm(Form):
    """The old password and a new one, for which the rules of signing up apply (PASSWORD-2)."""

    old_password = PasswordField(
        "Old password", [InputRequired()], render_kw=CURRENT_PASSWORD | {"autofocus": True}
    )
    new_password1 = PasswordField(
        "New password", [InputRequired()], description=HELP_TEXT, render_kw=NEW_PASSWORD
    )
    new_password2 = PasswordField(
        "New password confirmation", [InputRequired()], description=AGAIN, render_kw=NEW_PASSWORD
    )

    def __init__(self, user):
        super().__init__()
        self.user = user

    def validate_old_password(self, field):
        if not field.errors and not confirm(self.user, field.data):
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
        """Set the new password, for the caller to commit."""
        self.user.password = hash_password(self.new_password1.data)


class NewPasswordForm(PasswordForm):
    """A new password for someone who forgot the old one (RESET-4)."""

    old_password = None


class ResetForm(Form):
    """The e-mail address of someone who forgot the password (RESET-1)."""

    email = EmailField(
        "Email address", EMAIL, render_kw={"autocomplete": "email", "autofocus": True}
    )

    def save(self):
        """Mail a link to every active account with this address that has a password."""
        people = select(User).where(
            func.upper(User.email) == self.email.data.upper(),
            User.is_active,
            ~User.password.startswith("!"),
        )
        for person in db.session.scalars(people):
            log_event("reset_mailed", person.id)
            url = url_for(
                "passwords.reset_confirm",
                uid=person.id,
                token=make_token(person),
                _external=True,
            )
            minutes = current_app.config["PASSWORD_RESET_TIMEOUT"] // 60
            context = {"person": person, "url": url, "minutes": minutes}
            template = "passwords/reset_mail.txt"
            send_mail("Reset your password", template, person.email, context)
