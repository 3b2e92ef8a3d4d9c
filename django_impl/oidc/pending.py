"""Storage for logins that are not finished, on the server (OIDC-7, OIDC-13)."""

import json
import secrets
from datetime import timedelta

from django.utils import timezone

from oidc.models import PendingLogin, get_owner, hash_key

LIFETIME = 600  # seconds
SESSION_KEY = "oidc_identity"


class PendingLogins:
    """A cache in the database, in which Authlib stores the state of a login."""

    def set(self, key, value, seconds):
        """Store a value for this number of seconds; delete what has expired."""
        now = timezone.now()
        PendingLogin.objects.filter(expires_at__lte=now).delete()
        expires_at = now + timedelta(seconds=seconds)
        PendingLogin.objects.create(key=hash_key(key), data=value, expires_at=expires_at)

    def get(self, key):
        """Return the value, or None if there is none or it has expired."""
        values = PendingLogin.objects.filter(key=hash_key(key), expires_at__gt=timezone.now())
        return values.values_list("data", flat=True).first()

    def delete(self, key):
        PendingLogin.objects.filter(key=hash_key(key)).delete()


pending_logins = PendingLogins()


def store_identity(session, identity):
    """Store an identity without a user until the user has signed up (OIDC-4)."""
    session[SESSION_KEY] = identity["key"] = secrets.token_urlsafe()
    pending_logins.set(identity["key"], json.dumps(identity), LIFETIME)


def load_identity(session):
    """Return the stored identity, or None if it has expired or belongs to a user by now."""
    data = pending_logins.get(session.get(SESSION_KEY, ""))
    identity = json.loads(data) if data else None
    return identity if identity and not get_owner(identity["subject"]) else None
