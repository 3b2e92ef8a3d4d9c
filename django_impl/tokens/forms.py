"""What people say to make a token."""

from datetime import timedelta

from django import forms
from django.utils import timezone

from core.fields import CharField
from core.logs import log_event
from tokens.models import Scope, Token, make_token

LIFETIMES = [("7", "A week"), ("30", "A month"), ("90", "Three months"), ("365", "A year")]


class TokenForm(forms.ModelForm):
    """What a token is called, and what it is good for."""

    scopes = forms.MultipleChoiceField(
        label="What it may do",
        choices=Scope.choices,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": "Select a valid choice."},
    )

    class Meta:
        model = Token
        fields = ["name"]
        field_classes = {"name": CharField}


class TimedTokenForm(TokenForm):
    """The same, and for how long it is good (TOKEN-2)."""

    days = forms.ChoiceField(
        label="Good for",
        choices=LIFETIMES,
        initial="30",
        error_messages={"invalid_choice": "Select a valid choice."},
    )

    def make(self, user):
        """Store the token; return the secret that is told once."""
        data = self.cleaned_data
        expires_at = timezone.now() + timedelta(days=int(data["days"]))
        _, secret = make_token(user, data["name"], data["scopes"], expires_at)
        log_event("token_made", user.pk)
        return secret
