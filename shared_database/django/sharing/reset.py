"""Password reset links that both implementations read."""

import hashlib
import hmac
import time

from django.conf import settings
from django.urls import reverse
from django.utils.crypto import constant_time_compare
from django.utils.http import urlsafe_base64_decode, urlsafe_base64_encode

from passwords import views


class TokenGenerator:
    """Makes and checks tokens in the format of itsdangerous, of which the salt is the user's state.

    A token is `<payload>.<timestamp>.<signature>`, each in URL-safe base64.
    """

    def make_token(self, user):
        """Return a token for a link with which this user can set a new password."""
        now = int(time.time())
        timestamp = urlsafe_base64_encode(now.to_bytes((now.bit_length() + 7) // 8))
        return self.sign(user, f"{urlsafe_base64_encode(str(user.pk).encode())}.{timestamp}")

    def check_token(self, user, token):
        """Return whether the token is valid for this user, unused and not expired."""
        value, _, _ = (token or "").rpartition(".")
        if not value or not constant_time_compare(token, self.sign(user, value)):
            return False
        timestamp = int.from_bytes(urlsafe_base64_decode(value.rpartition(".")[2]))
        return time.time() - timestamp <= settings.PASSWORD_RESET_TIMEOUT

    def sign(self, user, value):
        """Return a value with its signature."""
        salt = f"reset {user.pk} {user.password} {user.email} {user.last_login}"
        key = hashlib.sha256(f"{salt}signer{settings.SECRET_KEY}".encode()).digest()
        signature = hmac.digest(key, value.encode(), "sha256")
        return f"{value}.{urlsafe_base64_encode(signature)}"


def get_reset_path(user):
    """Return the path of a link, which names the user by primary key."""
    token = TokenGenerator().make_token(user)
    return reverse("passwords:reset_confirm", args=[user.pk, token])


class ResetConfirmView(views.ResetConfirmView):
    """Set a new password with a link from an email (RESET-4)."""

    token_generator = TokenGenerator()

    def get_user(self, uid):
        return super().get_user(urlsafe_base64_encode(uid.encode()))
