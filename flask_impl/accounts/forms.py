"""What people send in: to sign up, to log in, to change or delete what they have here."""

from flask import current_app, request, url_for
from flask_login import current_user
from sqlalchemy import func, select
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
from accounts.models import USERNAME_TAKEN, User, Visibility
from accounts.passwords import HELP_TEXT, check_password, hash_password, validate_password
from accounts.tokens import make_token
from accounts.validators import (
    MaxLength,
    validate_email,
    validate_no_control_characters,
    validate_no_control_characters_but_line_breaks,
    validate_username,
    validate_website,
)
from config.extensions import db
from config.forms import Form
from config.logs import log_event
from config.mail import send_mail

NAME = [MaxLength(150), validate_no_control_characters]
EMAIL = [DataRequired(), MaxLength(254), validate_email]
CURRENT_PASSWORD = {"autocomplete": "current-password"}
NEW_PASSWORD = {"autocomplete": "new-password"}


class SignUpForm(Form):
    """A new person. The rules for passwords apply (SIGNUP-3)."""

    username = UsernameField("Username", [DataRequired(), MaxLength(30), validate_username])
    email = EmailField("Email address", EMAIL, render_kw={"autocomplete": "email"})
    first_name = StringField("First name", NAME, render_kw={"autocomplete": "given-name"})
    last_name = StringField("Last name", NAME, render_kw={"autocomplete": "family-name"})
    password1 = PasswordField(
        "Password", [InputRequired()], description=HELP_TEXT, render_kw=NEW_PASSWORD
    )
    password2 = PasswordField(
        "Password confirmation",
        [InputRequired()],
        description="Enter the same password as before, for verification.",
        render_kw=NEW_PASSWORD,
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
        throttle = current_app.extensions["throttle"]
        who = self.username.data, request.remote_addr
        throttle.check(*who)
        self.user = authenticate(self.username.data, self.password.data)
        if self.user is None:
            log_event("login_failed", db.session.scalar(select(User).filter_by(username=who[0])))
            throttle.count_failure(*who)
            self.form_errors.append("Wrong username or password.")
            return False
        throttle.check(*who)  # others may have failed meanwhile
        return True


def authenticate(username, password):
    """Return the active person with this password, in the same time if there is none (LOGIN-4)."""
    user = db.session.scalar(select(User).filter_by(username=username))
    if user is None:
        hash_password(password)
        return None
    return user if check_password(password, user.password) and user.is_active else None


class ProfileForm(Form):
    """What people say about themselves. A new e-mail address needs the password (EDIT-5)."""

    first_name = StringField("First name", NAME)
    last_name = StringField("Last name", NAME)
    email = EmailField("Email address", EMAIL)
    bio = MultilineField(
        "Bio",
        [MaxLength(2000), validate_no_control_characters_but_line_breaks],
        render_kw={"rows": 6},
    )
    location = StringField("Location", [MaxLength(100), validate_no_control_characters])
    website = WebsiteField("Website", [Optional(), MaxLength(200), validate_website])
    visibility = ChoiceField(
        "Visibility",
        [DataRequired()],
        choices=[(each.value, each.name.title()) for each in Visibility],
    )
    password = PasswordField(
        "Password", description="Only a new email address needs it.", render_kw=CURRENT_PASSWORD
    )

    def validate_password(self, field):
        if field.errors or not self.email.data or self.email.data == current_user.email:
            return
        if not field.data:
            raise ValidationError("A new email address needs your password.")
        if not check_password(field.data, current_user.password):
            raise ValidationError("Wrong password.")

    def save(self):
        """Write these columns only, so that no other change of the person is undone.

        Tells the old e-mail address about a new one (EDIT-8).
        """
        old, new = current_user.email, self.email.data
        for field in self:
            if field.name not in ("password", "csrf_token"):
                field.populate_obj(current_user, field.name)
        db.session.commit()
        if new != old:
            log_event("email_changed", current_user)
            template = "accounts/email_changed_mail.txt"
            send_mail("Your email address was changed", template, old, {"person": current_user})


class PasswordForm(Form):
    """The old password and a new one, for which the rules of signing up apply (PASSWORD-2)."""

    old_password = PasswordField(
        "Old password", [InputRequired()], render_kw=CURRENT_PASSWORD | {"autofocus": True}
    )
    new_password1 = PasswordField(
        "New password", [InputRequired()], description=HELP_TEXT, render_kw=NEW_PASSWORD
    )
    new_password2 = PasswordField(
        "New password confirmation", [InputRequired()], render_kw=NEW_PASSWORD
    )

    def __init__(self, user):
        super().__init__()
        self.user = user

    def validate_old_password(self, field):
        if not field.errors and not check_password(field.data, self.user.password):
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
            log_event("reset_mailed", person)
            url = url_for(
                "accounts.password_reset_confirm",
                uid=person.id,
                token=make_token(person),
                _external=True,
            )
            minutes = current_app.config["PASSWORD_RESET_TIMEOUT"] // 60
            context = {"person": person, "url": url, "minutes": minutes}
            template = "accounts/password_reset_mail.txt"
            send_mail("Reset your password", template, person.email, context)


class DeleteForm(Form):
    """The password, to be sure that it is the person who deletes their account (DELETE-1)."""

    password = PasswordField(
        "Password", [InputRequired()], render_kw=CURRENT_PASSWORD | {"autofocus": True}
    )

    def validate_password(self, field):
        if not field.errors and not check_password(field.data, current_user.password):
            raise ValidationError("Wrong password.")


def validate_new_password(first, second, attributes):
    """Put the messages about a new password, typed twice, at the second field."""
    if second.errors:
        return
    if not first.errors and first.data != second.data:
        raise ValidationError("The two password fields didn’t match.")
    second.errors.extend(validate_password(second.data, attributes))
