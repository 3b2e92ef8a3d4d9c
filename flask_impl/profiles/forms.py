"""Forms to edit a profile, by its user and by staff."""

from functools import partial

from flask import request
from wtforms.validators import DataRequired, ValidationError

from accounts.authentication import verify_current_password
from accounts.forms import (
    CURRENT_PASSWORD_ATTRS,
    EMAIL_VALIDATORS,
    NAME_VALIDATORS,
    USERNAME_VALIDATORS,
)
from accounts.models import Visibility
from core.database import on_commit
from core.fields import (
    BooleanField,
    EmailField,
    MultilineField,
    PasswordField,
    SelectField,
    StringField,
    UsernameField,
    WebsiteField,
)
from core.forms import Form
from core.logs import log_security_event
from core.validators import (
    MaxLength,
    validate_no_control_characters,
    validate_no_control_characters_but_line_breaks,
    validate_website,
)
from profiles.emails import send_email_changed
from profiles.widgets import CountedTextarea


class ProfileForm(Form):
    """The profile of a user. A new email address needs the current password (EDIT-5)."""

    first_name = StringField("First name", NAME_VALIDATORS)
    last_name = StringField("Last name", NAME_VALIDATORS)
    email = EmailField("Email address", EMAIL_VALIDATORS)
    bio = MultilineField(
        "Bio",
        [MaxLength(2000), validate_no_control_characters_but_line_breaks],
        widget=CountedTextarea(),
        render_kw={"rows": 6},
    )
    location = StringField("Location", [MaxLength(100), validate_no_control_characters])
    website = WebsiteField("Website", [MaxLength(200), validate_website])
    visibility = SelectField(
        "Visibility", [DataRequired()], choices={each: each.name.title() for each in Visibility}
    )
    password = PasswordField(
        "Password",
        description="Required to change the email address.",
        render_kw=CURRENT_PASSWORD_ATTRS,
    )
    FIELDS = ("first_name", "last_name", "email", "bio", "location", "website", "visibility")

    def __init__(self, user, **options):
        super().__init__(obj=user, **options)
        self.user = user

    def validate_password(self, field):
        if field.errors or self.email.errors or self.email.data == self.user.email:
            return
        if not field.data:
            raise ValidationError("A new email address needs your password.")
        if not verify_current_password(self.user, field.data):
            raise ValidationError("Wrong password.")

    def save(self):
        """Copy the fields to the user, and notify the old email address (EDIT-8)."""
        old_email = self.user.email
        for name in self.FIELDS:
            self[name].populate_obj(self.user, name)
        if self.user.email != old_email:
            notify_old_email(self.user, old_email)


class UserForm(ProfileForm):
    """All fields of a user that staff may change, with the same validation (ADMIN-4)."""

    password = None
    username = UsernameField("Username", USERNAME_VALIDATORS)
    is_active = BooleanField("Active")
    is_staff = BooleanField("Staff status")
    is_superuser = BooleanField("Superuser status")


def notify_old_email(user, old_email):
    """Notify the old email address after the commit (EDIT-8)."""
    on_commit(partial(log_security_event, "email_changed", user.id))
    send_email_changed.enqueue(user, to=old_email, base_url=request.host_url)
