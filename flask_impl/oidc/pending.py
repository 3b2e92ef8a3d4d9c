"""Storage for logins that are not finished, on the server (OIDC-7, OIDC-13)."""

import json
import secrets
from datetime import timedelta

from sqlalchemy import delete, select

from accounts.models import now
from core.extensions import db
from oidc.models import PendingLogin, get_owner, hash_key

LIFETIME = 600  # seconds
SESSION_KEY = "oidc_identity"


class PendingLogins:
    """A cache in the database, in which Authlib stores the state of a login."""

    def set(self, key, value, seconds):
        """Store a value for this number of seconds; delete what has expired."""
        db.session.execute(delete(PendingLogin).where(PendingLogin.expires_at <= now()))
        expires_at = now() + timedelta(seconds=seconds)
        db.session.add(PendingLogin(key=hash_key(key), data=value, expires_at=expires_at))
        db.session.flush()

    def get(self, key):
        """Return the value, or None if there is none or it has expired."""
        query = select(PendingLogin.data).filter_by(key=hash_key(key))
        return db.session.scalar(query.where(PendingLogin.expires_at > now()))

    def delete(self, key):
        db.session.execute(delete(PendingLogin).filter_by(key=hash_key(key)))


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
