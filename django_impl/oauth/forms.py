"""The form in which a user consents, and the form to register a client."""

from django import forms
from django.forms.renderers import TemplatesSetting

from core.fields import CharField, MultilineField
from oauth.models import Client
from oauth.redirect_uris import MAX_LENGTH, are_redirect_uris
from tokens.forms import LIFETIMES

INVALID_URIS = "Enter one URI per line, such as https://app.example/callback."


class ConsentForm(forms.Form):
    """For how long a user allows what a client asks for (OAUTH-6)."""

    days = forms.ChoiceField(
        label="Expires after",
        choices=LIFETIMES,
        initial="30",
        error_messages={"invalid_choice": "Select a valid choice."},
    )


class ClientForm(forms.ModelForm):
    """The name and the redirect URIs of a client (OAUTH-1, OAUTH-2)."""

    default_renderer = TemplatesSetting  # the admin has its own ids for help and error messages
    redirect_uris = MultilineField(
        label="Redirect URIs",
        max_length=MAX_LENGTH,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="One URI per line.",
    )

    class Meta:
        model = Client
        fields = ["name", "redirect_uris"]
        field_classes = {"name": CharField}

    def clean_redirect_uris(self):
        redirect_uris = self.cleaned_data["redirect_uris"]
        if not are_redirect_uris(redirect_uris):
            raise forms.ValidationError(INVALID_URIS)
        return redirect_uris
