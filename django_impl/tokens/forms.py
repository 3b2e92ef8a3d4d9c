"""Forms to create a token."""

from datetime import timedelta

from django import forms
from django.utils import timezone

from core.fields import CharField
from tokens.models import Scope, Token

LIFETIMES = {"7": "A week", "30": "A month", "90": "Three months", "365": "A year"}


class TokenFormBase(forms.ModelForm):
    """The name and the scopes of a token."""

    scopes = forms.MultipleChoiceField(
        label="Scopes",
        choices=Scope.choices,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": "Select a valid choice."},
    )

    class Meta:
        model = Token
        fields = ["name"]
        field_classes = {"name": CharField}


class TokenForm(TokenFormBase):
    """The name, the scopes and the lifetime of a token (TOKEN-2)."""

    days = forms.ChoiceField(
        label="Expires after",
        choices=LIFETIMES,
        initial="30",
        error_messages={"invalid_choice": "Select a valid choice."},
    )

    def issue(self, user):
        """Create the token; return its secret."""
        data = self.cleaned_data
        expires_at = timezone.now() + timedelta(days=int(data["days"]))
        _, secret = Token.objects.issue(user, data["name"], data["scopes"], expires_at)
        return secret
