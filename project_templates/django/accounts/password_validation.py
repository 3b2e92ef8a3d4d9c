"""Password validation."""

from django.core.exceptions import ValidationError

MAX_LENGTH = 1024


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
