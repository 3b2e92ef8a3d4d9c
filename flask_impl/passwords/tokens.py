"""Tokens for links in mails, good for as long as the person stays as they are (RESET-5)."""

import hashlib

from flask import current_app
from itsdangerous import BadSignature, URLSafeTimedSerializer


def serializer(user):
    """Return what signs for a person with this password, address and last login."""
    state = f"reset {user.id} {user.password} {user.email} {user.last_login}"
    return URLSafeTimedSerializer(
        current_app.secret_key, salt=state, signer_kwargs={"digest_method": hashlib.sha256}
    )


def make_token(user):
    """Return a token for a link with which this person may choose a new password."""
    return serializer(user).dumps(user.id)


def check_token(user, token):
    """Say whether the token is this person's, and neither used nor too old."""
    try:
        serializer(user).loads(token, max_age=current_app.config["PASSWORD_RESET_TIMEOUT"])
    except BadSignature:
        return False
    return True
