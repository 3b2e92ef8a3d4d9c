"""Forms to create a token."""

from datetime import timedelta

from wtforms.validators import DataRequired

from accounts.models import now
from core.fields import MultiCheckboxField, SelectField, StringField
from core.forms import Form
from core.validators import MaxLength, validate_no_control_characters
from tokens.models import SCOPE_LABELS, Token

LIFETIMES = {"7": "A week", "30": "A month", "90": "Three months", "365": "A year"}


class TokenFormBase(Form):
    """The name and the scopes of a token."""

    name = StringField("Name", [DataRequired(), MaxLength(100), validate_no_control_characters])
    scopes = MultiCheckboxField("Scopes", [DataRequired()], choices=SCOPE_LABELS)


class TokenForm(TokenFormBase):
    """The name, the scopes and the lifetime of a token (TOKEN-2)."""

    days = SelectField("Expires after", [DataRequired()], choices=LIFETIMES, default="30")

    def issue(self, user):
        """Create the token; return its secret."""
        expires_at = now() + timedelta(days=int(self.days.data))
        _, secret = Token.issue(user, self.name.data, self.scopes.data, expires_at)
        return secret
