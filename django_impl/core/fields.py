"""Fields of our own."""

from django import forms
from django.db import models

from core.validators import (
    empty_if_invisible,
    lower_if_ascii,
    validate_email,
    validate_website,
)


class CharField(forms.CharField):
    """Text, which is empty if no character of it is visible (FORM-3)."""

    def to_python(self, value):
        return empty_if_invisible(super().to_python(value))


class EmailField(models.EmailField):
    """An e-mail address by one rule that is easy to state (SIGNUP-5)."""

    default_validators = [validate_email]

    def formfield(self, **kwargs):
        return super().formfield(**{"form_class": EmailFormField} | kwargs)


class EmailFormField(CharField, forms.EmailField):
    """The input for it, which judges the length before the rest."""

    default_validators = []

    def clean(self, value):
        """Return the address; raise ValidationError for what is none."""
        email = super().clean(value)
        if email:
            validate_email(email)
        return email


class WebsiteField(models.URLField):
    """The address of a website (EDIT-4)."""

    default_validators = [validate_website]

    def formfield(self, **kwargs):
        return super().formfield(**{"form_class": WebsiteFormField} | kwargs)


class WebsiteFormField(CharField):
    """The input for it, which leaves the judgement to the model."""

    widget = forms.URLInput


class MultilineField(CharField):
    """Text in which a line ends with one character, however a browser sends it (EDIT-3)."""

    def to_python(self, value):
        return super().to_python(value).replace("\r\n", "\n")


class UsernameField(CharField):
    """A username in any case, with or without white space around it (USERNAME-2)."""

    widget = forms.TextInput(
        attrs={"autocomplete": "username", "autocapitalize": "none", "autofocus": True}
    )

    def to_python(self, value):
        """Return the text in lower case, unless it can't be a username anyway."""
        return lower_if_ascii(super().to_python(value))
