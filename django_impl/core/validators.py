"""Validators of form fields (USERNAME-1, SIGNUP-4, SIGNUP-5, FORM-3)."""

import re

from django.core.validators import RegexValidator

# White space, the default ignorable characters of Unicode, and a few blank characters.
_INVISIBLE = re.compile(
    r"[\s\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e"
    r"\u2060-\u206f\u2800\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb\U00013441\U00013442"
    r"\U0001bca0-\U0001bca3\U0001d159\U0001d173-\U0001d17a\U000e0000-\U000e0fff]*"
)


def empty_if_invisible(text):
    """Return the text, or an empty text if no character is visible (FORM-3)."""
    return "" if _INVISIBLE.fullmatch(text) else text


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

# An absolute URL: an ASCII host, an optional port, path, query and fragment.
validate_website = RegexValidator(
    rf"\A(?ai:https?://({_LABEL}\.)*{_LABEL}(:[0-9]{{1,5}})?)([/?#][^\s\\\x00-\x1f\x7f-\x9f]*)?\Z",
    "Enter a URL that starts with http:// or https://, such as https://example.com/me.",
)

# Django rejects NUL in every text field.
validate_no_control_characters = RegexValidator(
    r"[\x01-\x1f\x7f-\x9f]", "Control characters are not allowed.", inverse_match=True
)
validate_no_control_characters_but_line_breaks = RegexValidator(
    r"[\x01-\x09\x0b-\x1f\x7f-\x9f]", "Control characters are not allowed.", inverse_match=True
)
