"""Sessions whose rows both implementations read and write."""

import json
import secrets
from collections import UserDict
from functools import cached_property

import flask.sessions
from sqlalchemy import delete, insert, update
from sqlalchemy.exc import SQLAlchemyError

from accounts.models import Session, now
from accounts.sessions import hash_session_key
from core.extensions import db


class DatabaseSession(UserDict, flask.sessions.SessionMixin):
    """The data of a session, which is loaded when it is first used.

    The session key of the cookie is also the id by which Flask-Login loads the user.
    """

    modified = accessed = False

    def __init__(self, key):
        self.key = self.login_key = key  # of the cookie, or None

    @cached_property
    def row(self):
        """The data and the user's primary key in the row of an active session, or None."""
        try:
            row = self.key and db.session.get(Session, hash_session_key(self.key))
        except SQLAlchemyError:
            db.session.rollback()  # the next query connects again, or raises the same error
            raise
        return (row.session_data, row.user_id) if row and row.expires_at > now() else None

    @cached_property
    def data(self):
        return json.loads(self.row[0]) if self.row else {}

    def __bool__(self):
        try:
            return bool(self.row or self.data)
        except SQLAlchemyError:  # the database is unavailable
            return True

    def __contains__(self, name):
        try:
            return super().__contains__(name)
        except SQLAlchemyError:  # Flask-Login asks after each request, also after one that failed
            return False

    def get(self, name, default=None):
        self.accessed = True
        return self.login_key or default if name == "_user_id" else super().get(name, default)

    def __getitem__(self, name):
        self.accessed = True
        return super().__getitem__(name)

    def __setitem__(self, name, value):
        self.modified = True
        if name == "_user_id":
            self.login_key = value
        else:
            self.data[name] = value

    def __delitem__(self, name):
        self.modified = True
        del self.data[name]

    def clear(self):
        """Delete the data, and the login."""
        self.modified = True
        self.login_key = None
        self.data.clear()


class SessionInterface(flask.sessions.SessionInterface):
    """Stores the data of sessions in the database, and their key in the cookie."""

    def open_session(self, app, request):
        return DatabaseSession(request.cookies.get(self.get_cookie_name(app)))

    def save_session(self, app, session, response):
        """Store a changed session; delete the row of the old session after login and logout.

        After a server error, nothing is stored, as in Django.
        """
        if session.accessed:
            response.vary.add("Cookie")
        if not session.modified or response.status_code >= 500:
            return
        db.session.rollback()  # what the view has not committed
        key = store(session, now() + app.permanent_session_lifetime)
        if key != session.key:
            self.set_cookie(app, session, response, key)
            if session.key:
                old = hash_session_key(session.key)
                db.session.execute(delete(Session).filter_by(session_key=old))
        db.session.commit()

    def set_cookie(self, app, session, response, key):
        """Set the cookie to this key; delete it without a key."""
        options = {
            "domain": self.get_cookie_domain(app),
            "path": self.get_cookie_path(app),
            "secure": self.get_cookie_secure(app),
            "httponly": self.get_cookie_httponly(app),
            "samesite": self.get_cookie_samesite(app),
        }
        if key:
            expires = self.get_expiration_time(app, session)
            response.set_cookie(self.get_cookie_name(app), key, expires=expires, **options)
        elif session.key:
            response.delete_cookie(self.get_cookie_name(app), **options)


def store(session, expires_at):
    """Store the data in the row of a login or of an anonymous session.

    Returns its key, or None for an empty session. Only an anonymous session gets a new expiry time.
    """
    data = {"session_data": json.dumps(session.data)}
    if session.login_key and (session.login_key != session.key or session.row):
        if session.login_key == session.key and session.row[1] is None:
            data["expires_at"] = expires_at
        row = update(Session).filter_by(session_key=hash_session_key(session.login_key))
        db.session.execute(row.values(data))
        return session.login_key
    if not session.data:
        return None
    key = secrets.token_urlsafe()
    row = {"session_key": hash_session_key(key), "expires_at": expires_at, "user_id": None}
    times = {"created_at": None, "last_seen_at": None}
    db.session.execute(insert(Session).values(row | times | data))
    return key
