"""Password hashing and validation (PASSWORD-1, SIGNUP-3)."""

import re
import secrets
from difflib import SequenceMatcher
from pathlib import Path

import argon2
from argon2.exceptions import InvalidHashError, VerificationError
from markupsafe import Markup
from wtforms.validators import ValidationError

COMMON_PASSWORDS = frozenset(
    Path(__file__).with_name("common_passwords.txt").read_text(encoding="utf-8").splitlines()
)
MIN_LENGTH = 8
MAX_LENGTH = 1024
MAX_SIMILARITY = 0.7
HELP_TEXT = Markup(
    "<ul><li>Your password can’t be too similar to your other personal information.</li>"
    "<li>Your password must contain at least {} characters.</li>"
    "<li>Your password must contain at most {} characters.</li>"
    "<li>Your password can’t be a commonly used password.</li>"
    "<li>Your password can’t be entirely numeric.</li></ul>"
).format(MIN_LENGTH, MAX_LENGTH)

hasher = argon2.PasswordHasher(memory_cost=19456, time_cost=2, parallelism=1, salt_len=22)


def hash_password(password):
    """Return an Argon2id hash at the lowest cost that OWASP recommends: `argon2$argon2id$...`."""
    return "argon2" + hasher.hash(password)


def unusable_password():
    """Return a value that no password matches."""
    return "!" + secrets.token_urlsafe(30)


def check_password(password, encoded):
    """Return whether the password matches the hash, in the same time for an unusable one."""
    try:
        return hasher.verify(encoded.removeprefix("argon2"), password)
    except InvalidHashError:
        hash_password(password)
        return False
    except VerificationError:
        return False


def validate_password(password, attributes):
    """Return the reasons why a password is too weak for a user with these attributes."""
    messages = [
        f"The password is too similar to the {name}."
        for name, value in attributes.items()
        if is_similar(password.lower(), value.lower())
    ][:1]
    if len(password) < MIN_LENGTH:
        messages.append(
            f"This password is too short. It must contain at least {MIN_LENGTH} characters."
        )
    if len(password) > MAX_LENGTH:
        messages.append(
            f"This password is too long. It must contain at most {MAX_LENGTH} characters."
        )
    if password.lower().strip() in COMMON_PASSWORDS:
        messages.append("This password is too common.")
    if password.isdigit():
        messages.append("This password is entirely numeric.")
    return messages


def is_similar(password, value):
    """Return whether a password is similar to a value, or to one of its words."""
    for part in [*re.split(r"\W+", value), value]:
        matcher = SequenceMatcher(a=password, b=part)
        # real_quick_ratio compares the lengths only: a long password takes no time.
        if part and matcher.real_quick_ratio() >= MAX_SIMILARITY <= matcher.quick_ratio():
            return True
    return False


def validate_new_password(first, second, attributes):
    """Add the messages about a new password, entered twice, to the second field."""
    if second.errors:
        return
    if not first.errors and first.data != second.data:
        raise ValidationError("The two password fields didn’t match.")
    second.errors.extend(validate_password(second.data, attributes))
