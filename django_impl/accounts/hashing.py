"""Password hashing and validation (PASSWORD-1, SIGNUP-3)."""

from django.contrib.auth.hashers import Argon2PasswordHasher
from django.core.exceptions import ValidationError

MAX_LENGTH = 1024


class PasswordHasher(Argon2PasswordHasher):
    """Hash with Argon2id at the lowest cost that OWASP recommends: `argon2$argon2id$...`."""

    memory_cost = 19456  # KiB
    time_cost = 2
    parallelism = 1


class MaximumLengthValidator:
    """Reject passwords that are too long. Django sets no limit."""

    def validate(self, password, user=None):
        """Raise ValidationError if the password is too long."""
        if len(password) > MAX_LENGTH:
            raise ValidationError(
                f"This password is too long. It must contain at most {MAX_LENGTH} characters."
            )

    def get_help_text(self):
        return f"Your password must contain at most {MAX_LENGTH} characters."
