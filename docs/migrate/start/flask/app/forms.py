"""The forms."""

from flask_login import current_user
from flask_wtf import FlaskForm
from wtforms import PasswordField, StringField, TextAreaField, ValidationError
from wtforms.validators import URL, EqualTo, InputRequired, Length, Optional, Regexp

from app import db
from app.models import User

REQUIRED = InputRequired("This field is required.")
EMAIL = Regexp(r"^[^@\s]+@[^@\s]+\.[^@\s]+$", message="Enter a valid email address.")
USERNAME = Regexp(r"^(?!\d+$)[\w.]{3,30}$", message="Enter 3 to 30 letters, digits, _ or dots.")
AT_LEAST_8 = Length(
    min=8, message="This password is too short. It must contain at least 8 characters."
)


def strip(value):
    return value.strip() if value else value


class LoginForm(FlaskForm):
    username = StringField("Username", [REQUIRED])
    password = PasswordField("Password", [REQUIRED])


class SignUpForm(FlaskForm):
    username = StringField("Username", [REQUIRED, USERNAME])
    email = StringField("Email address", [REQUIRED, EMAIL, Length(max=120)], filters=[strip])
    first_name = StringField("First name", [Length(max=150)], filters=[strip])
    last_name = StringField("Last name", [Length(max=150)], filters=[strip])
    password1 = PasswordField("Password", [REQUIRED])
    password2 = PasswordField(
        "Password confirmation",
        [REQUIRED, EqualTo("password1", "The two password fields didn’t match."), AT_LEAST_8],
    )

    def validate_username(self, field):
        if db.session.scalar(db.select(User).filter_by(username=field.data)):
            raise ValidationError("A user with that username already exists.")

    def validate_email(self, field):
        if db.session.scalar(db.select(User).filter_by(email=field.data)):
            raise ValidationError("A user with that email address already exists.")


class ProfileForm(FlaskForm):
    first_name = StringField("First name", [Length(max=150)], filters=[strip])
    last_name = StringField("Last name", [Length(max=150)], filters=[strip])
    bio = TextAreaField("Bio", [Length(max=2000)], filters=[strip])
    location = StringField("Location", [Length(max=100)], filters=[strip])
    website = StringField("Website", [Optional(), URL(), Length(max=200)], filters=[strip])


class NewPasswordForm(FlaskForm):
    new_password1 = PasswordField("New password", [REQUIRED])
    new_password2 = PasswordField(
        "New password confirmation",
        [REQUIRED, EqualTo("new_password1", "The two password fields didn’t match."), AT_LEAST_8],
    )


class PasswordChangeForm(NewPasswordForm):
    old_password = PasswordField("Old password", [REQUIRED])

    def validate_old_password(self, field):
        if not current_user.check_password(field.data):
            raise ValidationError(
                "Your old password was entered incorrectly. Please enter it again."
            )


class ResetForm(FlaskForm):
    email = StringField("Email address", [REQUIRED, EMAIL], filters=[strip])
