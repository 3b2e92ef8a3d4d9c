"""Tokens for links in emails, valid until the state of the user changes (RESET-5)."""

import hashlib

from flask import current_app
from itsdangerous import BadSignature, URLSafeTimedSerializer


def get_serializer(user):
    """Return a serializer whose salt is the password, email address and last login of a user."""
    state = f"reset {user.id} {user.password} {user.email} {user.last_login}"
    return URLSafeTimedSerializer(
        current_app.secret_key, salt=state, signer_kwargs={"digest_method": hashlib.sha256}
    )


def make_token(user):
    """Return a token for a link with which this user can set a new password."""
    return get_serializer(user).dumps(user.id)


def check_token(user, token):
    """Return whether the token is valid for this user, unused and not expired."""
    try:
        get_serializer(user).loads(token, max_age=current_app.config["PASSWORD_RESET_TIMEOUT"])
    except BadSignature:
        return False
    return True
