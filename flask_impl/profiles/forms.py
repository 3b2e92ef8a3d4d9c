"""What people say about themselves, and what staff say about them."""

from wtforms.fields import SelectChoice
from wtforms.validators import DataRequired, ValidationError

from accounts.authentication import confirm
from accounts.forms import CURRENT_PASSWORD, EMAIL, NAME, USERNAME
from accounts.models import Visibility
from core.extensions import db
from core.fields import (
    BooleanField,
    ChoiceField,
    EmailField,
    MultilineField,
    PasswordField,
    StringField,
    UsernameField,
    WebsiteField,
)
from core.forms import Form
from core.logs import log_event
from core.mail import send_mail
from core.validators import (
    MaxLength,
    validate_no_control_characters,
    validate_no_control_characters_but_line_breaks,
    validate_website,
)
from profiles.widgets import CountedTextarea


class ProfileForm(Form):
    """What people say about themselves. A new e-mail address needs the password (EDIT-5)."""

    first_name = StringField("First name", NAME)
    last_name = StringField("Last name", NAME)
    email = EmailField("Email address", EMAIL)
    bio = MultilineField(
        "Bio",
        [MaxLength(2000), validate_no_control_characters_but_line_breaks],
        widget=CountedTextarea(),
        render_kw={"rows": 6},
    )
    location = StringField("Location", [MaxLength(100), validate_no_control_characters])
    website = WebsiteField("Website", [MaxLength(200), validate_website])
    visibility = ChoiceField(
        "Visibility",
        [DataRequired()],
        choices=[SelectChoice(each.value, each.name.title()) for each in Visibility],
    )
    password = PasswordField(
        "Password", description="Only a new email address needs it.", render_kw=CURRENT_PASSWORD
    )
    STORED = ("first_name", "last_name", "email", "bio", "location", "website", "visibility")

    def __init__(self, user, **options):
        super().__init__(obj=user, **options)
        self.user = user

    def validate_password(self, field):
        if field.errors or self.email.errors or self.email.data == self.user.email:
            return
        if not field.data:
            raise ValidationError("A new email address needs your password.")
        if not confirm(self.user, field.data):
            raise ValidationError("Wrong password.")

    def save(self):
        """Write these columns only, so that no other change of the person is undone.

        Tells the old e-mail address about a new one (EDIT-8).
        """
        old, new = self.user.email, self.email.data
        for name in self.STORED:
            self[name].populate_obj(self.user, name)
        db.session.commit()
        if new != old:
            tell_old_address(self.user, old)


class UserForm(ProfileForm):
    """All that staff may change of a person, by the same rules (ADMIN-4)."""

    password = None
    username = UsernameField("Username", USERNAME)
    is_active = BooleanField("Active")
    is_staff = BooleanField("Staff status")
    is_superuser = BooleanField("Superuser status")


def tell_old_address(person, old):
    """Tell the old e-mail address about a new one (EDIT-8)."""
    log_event("email_changed", person.id)
    template = "profiles/email_changed_mail.txt"
    send_mail("Your email address was changed", template, old, {"person": person})
