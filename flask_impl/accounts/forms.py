"""Forms to sign up, to log in, and to delete the account."""

from flask_login import current_user
from sqlalchemy import select
from wtforms.validators import DataRequired, InputRequired, ValidationError

from accounts.authentication import authenticate, verify_current_password
from accounts.hashing import HELP_TEXT, hash_password, validate_new_password
from accounts.models import USERNAME_TAKEN, User
from core.extensions import db
from core.fields import EmailField, PasswordField, StringField, UsernameField
from core.forms import Form
from core.validators import (
    MaxLength,
    validate_email,
    validate_no_control_characters,
    validate_username,
)

USERNAME_VALIDATORS = [DataRequired(), MaxLength(30), validate_username]
NAME_VALIDATORS = [MaxLength(150), validate_no_control_characters]
EMAIL_VALIDATORS = [DataRequired(), MaxLength(254), validate_email]
CURRENT_PASSWORD_ATTRS = {"autocomplete": "current-password"}
NEW_PASSWORD_ATTRS = {"autocomplete": "new-password"}
CONFIRM_HELP = "Enter the same password as before, for verification."


class SignUpForm(Form):
    """A new user, with a password that is entered twice (SIGNUP-3)."""

    username = UsernameField("Username", USERNAME_VALIDATORS)
    email = EmailField("Email address", EMAIL_VALIDATORS, render_kw={"autocomplete": "email"})
    first_name = StringField(
        "First name", NAME_VALIDATORS, render_kw={"autocomplete": "given-name"}
    )
    last_name = StringField("Last name", NAME_VALIDATORS, render_kw={"autocomplete": "family-name"})
    password1 = PasswordField(
        "Password", [InputRequired()], description=HELP_TEXT, render_kw=NEW_PASSWORD_ATTRS
    )
    password2 = PasswordField(
        "Password confirmation",
        [InputRequired()],
        description=CONFIRM_HELP,
        render_kw=NEW_PASSWORD_ATTRS,
    )

    def validate_username(self, field):
        if not field.errors and db.session.scalar(select(User.id).filter_by(username=field.data)):
            raise ValidationError(USERNAME_TAKEN)

    def validate_password2(self, field):
        fields = (self.username, self.first_name, self.last_name, self.email)
        attributes = {each.label.text.lower(): each.data for each in fields}
        validate_new_password(self.password1, field, attributes)

    def save(self):
        """Insert and return the user; raise IntegrityError if the username was just taken."""
        user = User(
            username=self.username.data,
            email=self.email.data,
            first_name=self.first_name.data,
            last_name=self.last_name.data,
            password=hash_password(self.password1.data),
        )
        db.session.add(user)
        db.session.flush()
        return user


class LoginForm(Form):
    """Username and password; one message for every failure (LOGIN-3)."""

    error_messages = {"invalid_login": "Wrong username or password."}
    username = UsernameField("Username", [DataRequired()])
    password = PasswordField("Password", [InputRequired()], render_kw=CURRENT_PASSWORD_ATTRS)
    user = None

    def validate(self, extra_validators=None):
        """Check the credentials; raise TooManyAttempts during a lockout (GUESS-1)."""
        if not super().validate(extra_validators):
            return False
        self.user = authenticate(self.username.data, self.password.data)
        if self.user is None:
            self.form_errors.append(self.error_messages["invalid_login"])
        return self.user is not None


class CurrentPasswordForm(Form):
    """The current password, which confirms an action."""

    password = PasswordField("Password", [InputRequired()], render_kw=CURRENT_PASSWORD_ATTRS)

    def validate_password(self, field):
        if not field.errors and not verify_current_password(current_user, field.data):
            raise ValidationError("Wrong password.")


class DeleteForm(CurrentPasswordForm):
    """Confirms the deletion of the account (DELETE-1)."""

    def __init__(self):
        super().__init__()
        self.password.render_kw = CURRENT_PASSWORD_ATTRS | {"autofocus": True}
