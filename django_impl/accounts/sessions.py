"""Sessions as database rows that name their person (SESSION-1)."""

from hashlib import sha256

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends import db
from django.utils import timezone

from accounts.models import Session


def digest(session_key):
    """Return what stands in the database for a key that only the visitor's cookie holds."""
    return sha256(session_key.encode()).hexdigest()


class SessionStore(db.SessionStore):
    """Django's database sessions, with a digest for the key and a column for the person."""

    @classmethod
    def get_model_class(cls):
        return Session

    def load(self):
        """Return what the live session with this key holds, or nothing where there is none."""
        session = Session.objects.filter(
            session_key=digest(self.session_key), expire_date__gt=timezone.now()
        ).first()
        if session is None:
            self._session_key = None
            return {}
        return self.decode(session.session_data)

    def exists(self, session_key):
        return super().exists(digest(session_key))

    def create_model_instance(self, data):
        session = super().create_model_instance(data)
        session.session_key = digest(session.session_key)
        session.user_id = data.get(SESSION_KEY)
        return session

    def delete(self, session_key=None):
        session_key = session_key or self.session_key
        if session_key:
            super().delete(digest(session_key))


def end_sessions(user):
    """End all sessions of a person (PASSWORD-3, RESET-4)."""
    Session.objects.filter(user=user).delete()
