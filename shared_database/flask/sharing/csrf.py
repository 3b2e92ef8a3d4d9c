"""CSRF tokens of forms that the other implementation rendered."""

from hmac import compare_digest
from string import ascii_letters, digits

from flask import request, session
from flask_wtf.csrf import generate_csrf

FIELD = "csrfmiddlewaretoken"
SECRET = "_csrftoken"  # noqa: S105, the key in the session
SAFE_METHODS = ("GET", "HEAD", "OPTIONS", "TRACE")
CHARACTERS = ascii_letters + digits


def read_secret(token):
    """Return the secret inside a token, or an empty string.

    A token is a random mask, and the secret, shifted by the mask character by character.
    """
    half = len(token) // 2
    mask, masked = (
        [CHARACTERS.find(each) for each in part] for part in (token[:half], token[half:])
    )
    if -1 in mask + masked:
        return ""
    return "".join(CHARACTERS[b - a] for a, b in zip(mask, masked, strict=False))


def accept_other_forms():
    """Accept a form with a valid token of the other implementation, as if it were its own."""
    token = request.form.get(FIELD) or request.headers.get("X-CSRFToken")
    secret = token and request.method not in SAFE_METHODS and session.get(SECRET)
    if secret and compare_digest(read_secret(token), secret):
        request.environ["HTTP_X_CSRFTOKEN"] = generate_csrf()
