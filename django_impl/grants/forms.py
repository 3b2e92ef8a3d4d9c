"""The form to create a grant."""

import re
from datetime import timedelta

from django import forms
from django.utils import timezone

from accounts.models import User
from core.fields import CharField
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


class GrantForm(forms.Form):
    """The grantee, the search that staff may grant, and the lifetime of a grant (GRANT-2)."""

    grantee = CharField(label="Username, or # and number of a token", max_length=30)
    search = CharField(
        label="People of this search, not your own profile", max_length=100, required=False
    )
    hours = forms.ChoiceField(
        label="Expires after",
        choices=LIFETIMES,
        initial="24",
        error_messages={"invalid_choice": "Select a valid choice."},
    )

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.user = user
        if not user.is_staff:
            del self.fields["search"]

    def clean_grantee(self):
        """Return the grant to a user whom the granter may see, or to an active token.

        Raises ValidationError if there is none.
        """
        username, number = parse_grantee(self.cleaned_data["grantee"])
        tokens = Token.objects.active().filter(pk=number, user__is_active=True)
        tokens = tokens.select_for_update(of=["self"], no_key=True)  # until the commit
        users = User.objects.visible_to(self.user).filter(username=username)
        grant = Grant(granter=self.user, token=tokens.first(), user=users.first())
        if grant.user is None and grant.token is None:
            raise forms.ValidationError(NO_GRANTEE)
        return grant

    def save(self):
        """Create the grant and return it."""
        grant = self.cleaned_data["grantee"]
        grant.search = self.cleaned_data.get("search", "")
        grant.expires_at = timezone.now() + timedelta(hours=int(self.cleaned_data["hours"]))
        grant.save()
        return grant
