"""Form and model fields."""

from django import forms
from django.db import models

from core.validators import empty_if_invisible, lower_if_ascii, validate_email, validate_website


class CharField(forms.CharField):
    """Text; empty if no character is visible (FORM-3)."""

    def to_python(self, value):
        return empty_if_invisible(super().to_python(value))


class EmailField(models.EmailField):
    """An email address with the validation of SIGNUP-5."""

    default_validators = [validate_email]

    def formfield(self, **kwargs):
        return super().formfield(**{"form_class": EmailFormField} | kwargs)


class EmailFormField(CharField, forms.EmailField):
    """The form field of an email address: validates the length first."""

    default_validators = []

    def clean(self, value):
        """Return the email address; raise ValidationError if it is invalid."""
        email = super().clean(value)
        if email:
            validate_email(email)
        return email


class WebsiteField(models.URLField):
    """The URL of a website (EDIT-4)."""

    default_validators = [validate_website]

    def formfield(self, **kwargs):
        return super().formfield(**{"form_class": WebsiteFormField} | kwargs)


class WebsiteFormField(CharField):
    """The form field of a website: the model validates it."""

    widget = forms.URLInput


class MultilineField(CharField):
    """Multi-line text with LF line breaks (EDIT-3)."""

    def to_python(self, value):
        return super().to_python(value).replace("\r\n", "\n")


class UsernameField(CharField):
    """A username in any case, with or without surrounding white space (USERNAME-2)."""

    widget = forms.TextInput(
        attrs={"autocomplete": "username", "autocapitalize": "none", "autofocus": True}
    )

    def to_python(self, value):
        """Return the text in lower case, if it is ASCII."""
        return lower_if_ascii(super().to_python(value))
