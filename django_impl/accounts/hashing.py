"""How a password is stored and judged (PASSWORD-1, SIGNUP-3)."""

from django.contrib.auth.hashers import Argon2PasswordHasher
from django.core.exceptions import ValidationError

MAX_LENGTH = 1024


class PasswordHasher(Argon2PasswordHasher):
    """Stores `argon2$argon2id$...` at OWASP's lowest cost."""

    memory_cost = 19456  # KiB
    time_cost = 2
    parallelism = 1


class MaximumLengthValidator:
    """The bound that Django leaves open."""

    def validate(self, password, user=None):
        """Raise ValidationError for a password that is too long."""
        if len(password) > MAX_LENGTH:
            raise ValidationError(
                f"This password is too long. It must contain at most {MAX_LENGTH} characters."
            )

    def get_help_text(self):
        return f"Your password must contain at most {MAX_LENGTH} characters."
