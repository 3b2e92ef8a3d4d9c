"""Tokens for links in emails, valid until the state of the user changes (RESET-5)."""

from django.contrib.auth.tokens import PasswordResetTokenGenerator


class TokenGenerator(PasswordResetTokenGenerator):
    """Extends `PasswordResetTokenGenerator`: a second login in the same second counts, too."""

    # Private in Django: if it changes, the tests of RESET-5 fail.
    def _make_hash_value(self, user, timestamp):
        return f"{super()._make_hash_value(user, timestamp)}{user.last_login}"


token_generator = TokenGenerator()
