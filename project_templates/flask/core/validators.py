"""Validators of form fields."""

import re

from wtforms.validators import ValidationError


def lower_if_ascii(text):
    """Return a text in lower case, if it is ASCII."""
    return text.lower() if text.isascii() else text


def normalize_email(email):
    """Return an email address with its host in lower case."""
    local, at, host = email.rpartition("@")
    return local + at + lower_if_ascii(host)


class Regex:
    """Validate that a text matches a pattern or, with `inverse_match`, does not match."""

    def __init__(self, pattern, message, flags=0, inverse_match=False):
        self.pattern = re.compile(pattern, flags)
        self.message = message
        self.inverse_match = inverse_match

    def __call__(self, form, field):
        """Raise ValidationError for an invalid text; skip fields that have an error already."""
        is_valid = bool(self.pattern.search(field.data)) != self.inverse_match
        if field.data and not field.errors and not is_valid:
            raise ValidationError(self.message)


class MaxLength:
    """Validate the maximum length of a text."""

    def __init__(self, limit):
        self.limit = limit
        self.field_flags = {"maxlength": limit}

    def __call__(self, form, field):
        length = len(field.data)
        if length > self.limit:
            raise ValidationError(
                f"Ensure this value has at most {self.limit} characters (it has {length})."
            )


def validate_no_null_characters(field):
    """Raise ValidationError for NUL, which PostgreSQL can't store."""
    if "\x00" in field.data:
        raise ValidationError("Null characters are not allowed.")


validate_username = Regex(
    r"\A(?=[0-9_]*[A-Za-z])[A-Za-z0-9_]{3,30}\Z",
    "Enter 3 to 30 ASCII letters, digits or underscores, with at least one letter.",
)

# The dot-atom of RFC 5321, 4.1.2, in ASCII, at a host name of at least two labels.
_ATOM = r"[a-z0-9!#$%&'*+/=?^_`{|}~-]+"
_LABEL = r"[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?"
validate_email = Regex(
    rf"\A(?=.{{6,254}}\Z)(?=[^@]{{1,64}}@){_ATOM}(\.{_ATOM})*@({_LABEL}\.)+([a-z]{{2,63}}|xn--[a-z0-9]{{1,59}})\Z",
    "Enter a valid email address.",
    flags=re.ASCII | re.IGNORECASE,
)

validate_no_control_characters = Regex(
    r"[\x01-\x1f\x7f-\x9f]", "Control characters are not allowed.", inverse_match=True
)
