"""The form in which a user consents, and the form to register a client."""

from wtforms.validators import DataRequired, ValidationError

from core.extensions import db
from core.fields import MultilineField, SelectField, StringField
from core.forms import Form
from core.validators import MaxLength, validate_no_control_characters
from oauth.models import Client
from oauth.redirect_uris import MAX_LENGTH, are_redirect_uris
from tokens.forms import LIFETIMES

INVALID_URIS = "Enter one URI per line, such as https://app.example/callback."


class ConsentForm(Form):
    """For how long a user allows what a client asks for (OAUTH-6)."""

    days = SelectField("Expires after", [DataRequired()], choices=LIFETIMES, default="30")


class ClientForm(Form):
    """The name and the redirect URIs of a client (OAUTH-1, OAUTH-2)."""

    name = StringField("Name", [DataRequired(), MaxLength(100), validate_no_control_characters])
    redirect_uris = MultilineField(
        "Redirect URIs",
        [DataRequired(), MaxLength(MAX_LENGTH)],
        description="One URI per line.",
        render_kw={"rows": 4},
    )

    def validate_redirect_uris(self, field):
        if not field.errors and not are_redirect_uris(field.data):
            raise ValidationError(INVALID_URIS)

    def save(self):
        """Create the client and return it."""
        client = Client(name=self.name.data, redirect_uris=self.redirect_uris.data)
        db.session.add(client)
        return client
