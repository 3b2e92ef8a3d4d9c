"""Validators of form fields."""

import re

from django.core.validators import RegexValidator


def lower_if_ascii(text):
    """Return a text in lower case, if it is ASCII."""
    return text.lower() if text.isascii() else text


validate_username = RegexValidator(
    r"\A(?=[0-9_]*[A-Za-z])[A-Za-z0-9_]{3,30}\Z",
    "Enter 3 to 30 ASCII letters, digits or underscores, with at least one letter.",
)

# The dot-atom of RFC 5321, 4.1.2, in ASCII, at a host name of at least two labels.
_ATOM = r"[a-z0-9!#$%&'*+/=?^_`{|}~-]+"
_LABEL = r"[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?"
validate_email = RegexValidator(
    rf"\A(?=.{{6,254}}\Z)(?=[^@]{{1,64}}@){_ATOM}(\.{_ATOM})*@({_LABEL}\.)+([a-z]{{2,63}}|xn--[a-z0-9]{{1,59}})\Z",
    "Enter a valid email address.",
    flags=re.ASCII | re.IGNORECASE,
)

# Django rejects NUL in every text field.
validate_no_control_characters = RegexValidator(
    r"[\x01-\x1f\x7f-\x9f]", "Control characters are not allowed.", inverse_match=True
)
