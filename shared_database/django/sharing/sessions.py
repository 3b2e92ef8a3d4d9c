"""Sessions whose rows both implementations read and write."""

import json
from contextlib import suppress

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.base import UpdateError

from accounts import sessions

LOGIN_KEYS = {SESSION_KEY, BACKEND_SESSION_KEY, HASH_SESSION_KEY}


class SessionStore(sessions.SessionStore):
    """Extends `accounts.sessions.SessionStore`: data in JSON; the row names the user."""

    def load(self):
        """Return the data of the session, with the keys of a login if the row has a user."""
        data = super().load()
        if self.user:
            data[SESSION_KEY] = str(self.user.pk)
            data[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
            data[HASH_SESSION_KEY] = self.user.get_session_auth_hash()
        return data

    def save(self, must_create=False):
        """Store the data, unless the session was deleted since the request began."""
        with suppress(UpdateError):
            super().save(must_create)

    def encode(self, session_dict):
        return json.dumps(
            {name: value for name, value in session_dict.items() if name not in LOGIN_KEYS}
        )

    def decode(self, session_data):
        return json.loads(session_data)
