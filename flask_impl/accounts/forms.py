"""What people send in to sign up, to log in, and to leave."""

from flask_login import current_user
from sqlalchemy import delete, select
from wtforms.validators import DataRequired, InputRequired, ValidationError

from accounts.authentication import authenticate, confirm
from accounts.hashing import HELP_TEXT, hash_password, validate_new_password
from accounts.models import USERNAME_TAKEN, User
from core.extensions import db
from core.fields import (
    EmailField,
    PasswordField,
    StringField,
    UsernameField,
)
from core.forms import Form
from core.validators import (
    MaxLength,
    validate_email,
    validate_no_control_characters,
    validate_username,
)

USERNAME = [DataRequired(), MaxLength(30), validate_username]
NAME = [MaxLength(150), validate_no_control_characters]
EMAIL = [DataRequired(), MaxLength(254), validate_email]
CURRENT_PASSWORD = {"autocomplete": "current-password"}
NEW_PASSWORD = {"autocomplete": "new-password"}
AGAIN = "Enter the same password as before, for verification."


class SignUpForm(Form):
    """A new person. The rules for passwords apply (SIGNUP-3)."""

    username = UsernameField("Username", USERNAME)
    email = EmailField("Email address", EMAIL, render_kw={"autocomplete": "email"})
    first_name = StringField("First name", NAME, render_kw={"autocomplete": "given-name"})
    last_name = StringField("Last name", NAME, render_kw={"autocomplete": "family-name"})
    password1 = PasswordField(
        "Password", [InputRequired()], description=HELP_TEXT, render_kw=NEW_PASSWORD
    )
    password2 = PasswordField(
        "Password confirmation", [InputRequired()], description=AGAIN, render_kw=NEW_PASSWORD
    )

    def validate_username(self, field):
        if not field.errors and db.session.scalar(select(User.id).filter_by(username=field.data)):
            raise ValidationError(USERNAME_TAKEN)

    def validate_password2(self, field):
        about = (self.username, self.first_name, self.last_name, self.email)
        attributes = {each.label.text.lower(): each.data for each in about}
        validate_new_password(self.password1, field, attributes)

    def save(self):
        """Insert and return the person; raise IntegrityError if the name was just taken."""
        user = User(
            username=self.username.data,
            email=self.email.data,
            first_name=self.first_name.data,
            last_name=self.last_name.data,
            password=hash_password(self.password1.data),
        )
        db.session.add(user)
        db.session.commit()
        return user


class LoginForm(Form):
    """One message for wrong passwords, unknown and deactivated people (LOGIN-3)."""

    username = UsernameField("Username", [DataRequired()])
    password = PasswordField("Password", [InputRequired()], render_kw=CURRENT_PASSWORD)
    user = None

    def validate(self, extra_validators=None):
        """Judge the password, unless too many were wrong; raise Locked then (GUESS-1)."""
        if not super().validate(extra_validators):
            return False
        self.user = authenticate(self.username.data, self.password.data)
        if self.user is None:
            self.form_errors.append("Wrong username or password.")
        return self.user is not None


class DeleteForm(Form):
    """The password, to be sure that it is the person who deletes their account (DELETE-1)."""

    password = PasswordField(
        "Password", [InputRequired()], render_kw=CURRENT_PASSWORD | {"autofocus": True}
    )

    def validate_password(self, field):
        if not field.errors and not confirm(current_user, field.data):
            raise ValidationError("Wrong password.")


def delete_person(user):
    """Delete a person and, by the foreign keys, their rows; for the caller to commit."""
    gone = delete(User).where(User.id == user.id)
    db.session.execute(gone, execution_options={"synchronize_session": False})
