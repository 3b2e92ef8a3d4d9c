"""Forms to sign up and to log in."""

from sqlalchemy import select
from werkzeug.security import check_password_hash, generate_password_hash
from wtforms.validators import DataRequired, InputRequired, ValidationError

from accounts.models import USERNAME_TAKEN, User
from accounts.password_validation import HELP_TEXT, validate_new_password
from core.extensions import db
from core.fields import EmailField, PasswordField, StringField, UsernameField
from core.forms import Form
from core.validators import (
    MaxLength,
    validate_email,
    validate_no_control_characters,
    validate_username,
)

USERNAME_ATTRS = {"autocomplete": "username", "autocapitalize": "none", "autofocus": True}
NAME_VALIDATORS = [MaxLength(150), validate_no_control_characters]
NEW_PASSWORD_ATTRS = {"autocomplete": "new-password"}


class SignUpForm(Form):
    """A new user, with a password that is entered twice."""

    username = UsernameField(
        "Username", [DataRequired(), MaxLength(30), validate_username], render_kw=USERNAME_ATTRS
    )
    email = EmailField(
        "Email address",
        [DataRequired(), MaxLength(254), validate_email],
        render_kw={"autocomplete": "email"},
    )
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
        description="Enter the same password as before, for verification.",
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
            password=generate_password_hash(self.password1.data),
        )
        db.session.add(user)
        db.session.flush()
        return user


class LoginForm(Form):
    """Username and password; one message for every failure."""

    username = UsernameField("Username", [DataRequired()], render_kw=USERNAME_ATTRS)
    password = PasswordField(
        "Password", [InputRequired()], render_kw={"autocomplete": "current-password"}
    )
    user = None

    def validate(self, extra_validators=None):
        """Check the username and the password; set `user`."""
        if not super().validate(extra_validators):
            return False
        self.user = authenticate(self.username.data, self.password.data)
        if self.user is None:
            self.form_errors.append("Wrong username or password.")
        return self.user is not None


def authenticate(username, password):
    """Return the active user with this password, or None after the same time."""
    user = db.session.scalar(select(User).filter_by(username=username))
    if user is None:
        generate_password_hash(password)
        return None
    return user if check_password_hash(user.password, password) and user.is_active else None
