"""Form fields."""

from django import forms

from core.validators import lower_if_ascii


class UsernameField(forms.CharField):
    """A username in any case, with or without surrounding white space."""

    widget = forms.TextInput(attrs={"autocomplete": "username", "autocapitalize": "none"})

    def to_python(self, value):
        """Return the text in lower case, if it is ASCII."""
        return lower_if_ascii(super().to_python(value))
