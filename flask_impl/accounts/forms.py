"""What people send in to sign up and to log in."""

from flask_login import current_user
from sqlalchemy import select
from wtforms.validators import DataRequired, InputRequired, Optional, ValidationError

from accounts.fields import (
    ChoiceField,
    EmailField,
    MultilineField,
    PasswordField,
    StringField,
    UsernameField,
    WebsiteField,
)
from accounts.models import User, Visibility
from accounts.passwords import HELP_TEXT, check_password, hash_password, validate_password
from accounts.validators import (
    MaxLength,
    validate_email,
    validate_no_control_characters,
    validate_no_control_characters_but_line_breaks,
    validate_no_null_characters,
    validate_username,
    validate_website,
)
from config.extensions import db
from config.forms import Form

USERNAME_TAKEN = "A user with that username already exists."


class SignUpForm(Form):
    """A new person. Four rules for passwords apply (SIGNUP-3)."""

    username = UsernameField(
        "Username",
        [DataRequired(), MaxLength(30), validate_no_null_characters, validate_username],
        render_kw={"autocomplete": "username", "autocapitalize": "none", "autofocus": True},
    )
    email = EmailField(
        "Email address",
        [DataRequired(), MaxLength(254), validate_no_null_characters, validate_email],
        render_kw={"autocomplete": "email"},
    )
    first_name = StringField(
        "First name",
        [MaxLength(150), validate_no_null_characters, validate_no_control_characters],
        render_kw={"autocomplete": "given-name"},
    )
    last_name = StringField(
        "Last name",
        [MaxLength(150), validate_no_null_characters, validate_no_control_characters],
        render_kw={"autocomplete": "family-name"},
    )
    password1 = PasswordField(
        "Password",
        [InputRequired(), validate_no_null_characters],
        description=HELP_TEXT,
        render_kw={"autocomplete": "new-password"},
    )
    password2 = PasswordField(
        "Password confirmation",
        [InputRequired(), validate_no_null_characters],
        description="Enter the same password as before, for verification.",
        render_kw={"autocomplete": "new-password"},
    )

    def validate_username(self, field):
        if not field.errors and db.session.scalar(select(User.id).filter_by(username=field.data)):
            raise ValidationError(USERNAME_TAKEN)

    def validate_password2(self, field):
        if field.errors:
            return
        if not self.password1.errors and self.password1.data != field.data:
            raise ValidationError("The two password fields didn’t match.")
        about = (self.username, self.first_name, self.last_name, self.email)
        attributes = {each.label.text.lower(): each.data for each in about}
        field.errors.extend(validate_password(field.data, attributes))

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

    username = UsernameField(
        "Username",
        [DataRequired(), validate_no_null_characters],
        render_kw={
            "autocomplete": "username",
            "autocapitalize": "none",
            "autofocus": True,
            "maxlength": 30,
        },
    )
    password = PasswordField(
        "Password",
        [InputRequired(), validate_no_null_characters],
        render_kw={"autocomplete": "current-password"},
    )
    user = None

    def validate(self, extra_validators=None):
        """Find the person, in the same time whether there is one or not."""
        if not super().validate(extra_validators):
            return False
        user = db.session.scalar(select(User).filter_by(username=self.username.data))
        if user is None:
            hash_password(self.password.data)
        elif check_password(self.password.data, user.password) and user.is_active:
            self.user = user
            return True
        self.form_errors.append("Wrong username or password.")
        return False


class ProfileForm(Form):
    """What people say about themselves. A new e-mail address needs the password (EDIT-5)."""

    first_name = StringField(
        "First name", [MaxLength(150), validate_no_null_characters, validate_no_control_characters]
    )
    last_name = StringField(
        "Last name", [MaxLength(150), validate_no_null_characters, validate_no_control_characters]
    )
    email = EmailField(
        "Email address",
        [DataRequired(), MaxLength(254), validate_no_null_characters, validate_email],
    )
    bio = MultilineField(
        "Bio",
        [
            MaxLength(2000),
            validate_no_null_characters,
            validate_no_control_characters_but_line_breaks,
        ],
        render_kw={"rows": 6},
    )
    location = StringField(
        "Location", [MaxLength(100), validate_no_null_characters, validate_no_control_characters]
    )
    website = WebsiteField(
        "Website",
        [Optional(), MaxLength(200), validate_no_null_characters, validate_website],
    )
    visibility = ChoiceField(
        "Visibility",
        [DataRequired()],
        choices=[(each.value, each.name.title()) for each in Visibility],
    )
    password = PasswordField(
        "Password",
        [validate_no_null_characters],
        description="Only a new email address needs it.",
        render_kw={"autocomplete": "current-password"},
    )

    def validate_password(self, field):
        changed = self.email.data and self.email.data != current_user.email
        if changed and not field.errors and not field.data:
            raise ValidationError("A new email address needs your password.")
        if changed and not field.errors and not check_password(field.data, current_user.password):
            raise ValidationError("Wrong password.")

    def save(self):
        """Write these columns only."""
        for field in self:
            if field.name not in ("password", "csrf_token"):
                field.populate_obj(current_user, field.name)
        db.session.commit()


class PasswordForm(Form):
    """The old password and a new one, for which the rules of signing up apply (PASSWORD-2)."""

    old_password = PasswordField(
        "Old password",
        [InputRequired(), validate_no_null_characters],
        render_kw={"autocomplete": "current-password", "autofocus": True},
    )
    new_password1 = PasswordField(
        "New password",
        [InputRequired(), validate_no_null_characters],
        description=HELP_TEXT,
        render_kw={"autocomplete": "new-password"},
    )
    new_password2 = PasswordField(
        "New password confirmation",
        [InputRequired(), validate_no_null_characters],
        render_kw={"autocomplete": "new-password"},
    )

    def validate_old_password(self, field):
        if not field.errors and not check_password(field.data, current_user.password):
            raise ValidationError(
                "Your old password was entered incorrectly. Please enter it again."
            )

    def validate_new_password2(self, field):
        if field.errors:
            return
        if not self.new_password1.errors and self.new_password1.data != field.data:
            raise ValidationError("The two password fields didn’t match.")
        attributes = {
            "username": current_user.username,
            "first name": current_user.first_name,
            "last name": current_user.last_name,
            "email address": current_user.email,
        }
        field.errors.extend(validate_password(field.data, attributes))

    def save(self):
        """Store the new password, with the caller's commit."""
        current_user.password = hash_password(self.new_password1.data)


class DeleteForm(Form):
    """The password, to be sure that it is the person who deletes their account (DELETE-1)."""

    password = PasswordField(
        "Password",
        [InputRequired(), validate_no_null_characters],
        render_kw={"autocomplete": "current-password", "autofocus": True},
    )

    def validate_password(self, field):
        if not field.errors and not check_password(field.data, current_user.password):
            raise ValidationError("Wrong password.")
