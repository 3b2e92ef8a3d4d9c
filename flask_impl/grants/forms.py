"""The form to create a grant."""

import re
from datetime import timedelta

from sqlalchemy import select
from wtforms.validators import DataRequired, ValidationError

from accounts.models import User, now
from core.extensions import db
from core.fields import SelectField, StringField
from core.forms import Form
from core.validators import MaxLength
from grants.models import Grant
from tokens.models import Token

LIFETIMES = {"1": "An hour", "24": "A day", "168": "A week", "720": "A month"}
NO_GRANTEE = "There is no such user or token."
GRANTEE = re.compile("([A-Za-z0-9_]{3,30})|#([1-9][0-9]{0,17})")


def parse_grantee(text):
    """Return the username and the number in a text such as `ada` or `#12`, one of them None."""
    match = GRANTEE.fullmatch(text.strip())
    username, number = match.groups() if match else (None, None)
    return username and username.lower(), number and int(number)


class GrantForm(Form):
    """The grantee, the search that staff may grant, and the lifetime of a grant (GRANT-2)."""

    grantee = StringField("Username, or # and number of a token", [DataRequired(), MaxLength(30)])
    search = StringField("People of this search, not your own profile", [MaxLength(100)])
    hours = SelectField("Expires after", [DataRequired()], choices=LIFETIMES, default="24")

    def __init__(self, user):
        super().__init__()
        self.user = user
        if not user.is_staff:
            del self.search

    def validate_grantee(self, field):
        """Set the grant: to a user whom the granter may see, or to an active token.

        Raises ValidationError if there is none.
        """
        if field.errors:
            return
        username, number = parse_grantee(field.data)
        tokens = select(Token).join(Token.user).where(User.is_active, Token.expires_at > now())
        tokens = tokens.with_for_update(key_share=True, read=True, of=Token)  # until the commit
        token = db.session.scalar(tokens.where(Token.id == number))
        user = db.session.scalar(User.visible_to(self.user).where(User.username == username))
        self.grant = Grant(granter_id=self.user.id, token_id=token and token.id, user=user)
        if user is None and token is None:
            raise ValidationError(NO_GRANTEE)

    def save(self):
        """Create the grant and return it."""
        self.grant.search = self.search.data if self.search else ""
        self.grant.expires_at = now() + timedelta(hours=int(self.hours.data))
        db.session.add(self.grant)
        return self.grant
