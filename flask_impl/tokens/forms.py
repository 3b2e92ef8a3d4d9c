"""What people say to make a token."""

from datetime import timedelta
from itertools import starmap

from wtforms.fields import SelectChoice
from wtforms.validators import DataRequired

from accounts.models import now
from core.fields import ChoiceField, ChoicesField, StringField
from core.forms import Form
from core.logs import log_event
from core.validators import MaxLength, validate_no_control_characters
from tokens.models import LABELS, make_token

LIFETIMES = [("7", "A week"), ("30", "A month"), ("90", "Three months"), ("365", "A year")]


class TokenForm(Form):
    """What a token is called, and what it is good for."""

    name = StringField("Name", [DataRequired(), MaxLength(100), validate_no_control_characters])
    scopes = ChoicesField(
        "What it may do", [DataRequired()], choices=list(starmap(SelectChoice, LABELS.items()))
    )


class TimedTokenForm(TokenForm):
    """The same, and for how long it is good (TOKEN-2)."""

    days = ChoiceField(
        "Good for", [DataRequired()], choices=list(starmap(SelectChoice, LIFETIMES)), default="30"
    )

    def make(self, user):
        """Store the token; return the secret that is told once."""
        expires_at = now() + timedelta(days=int(self.days.data))
        _, secret = make_token(user, self.name.data, self.scopes.data, expires_at)
        log_event("token_made", user.id)
        return secret
