"""Tokens for links in mails, good for as long as the person stays as they are (RESET-5)."""

from django.contrib.auth.tokens import PasswordResetTokenGenerator


class TokenGenerator(PasswordResetTokenGenerator):
    """Django's own, which overlooks a second login within a second."""

    def _make_hash_value(self, user, timestamp):
        return f"{super()._make_hash_value(user, timestamp)}{user.last_login}"


token_generator = TokenGenerator()
