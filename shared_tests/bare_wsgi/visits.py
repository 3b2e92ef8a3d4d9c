"""The browser that sends a request: its cookie, its session and its CSRF token."""

import hashlib
import hmac
import re
import secrets
from datetime import UTC, datetime, timedelta

from shared_tests.bare_wsgi.database import now
from shared_tests.bare_wsgi.web import HTTPError

COOKIE = "visit"
TOKEN_FIELD = "a_csrf_proof"
LIFETIME = timedelta(days=14)
NO_STORE = [("Cache-Control", "private, no-store"), ("Vary", "Cookie")]
FIND = """
SELECT users.*, sessions.last_seen_at FROM sessions JOIN users ON users.id = user_id
WHERE session_key = ? AND expires_at > ?
"""


def digest(value):
    """Return the digest under which a cookie is stored."""
    return hashlib.sha256(value.encode()).hexdigest()


class Visit:
    """The browser that sent a request. `user` is None for an anonymous user.

    Anonymous users have no row: the CSRF token of a form is derived from their cookie.
    """

    def __init__(self, request, secret_key):
        self.request, self.database, self.secret_key = request, request.database, secret_key
        sent = request.cookies.get(COOKIE, "")
        self.cookie = sent if re.fullmatch(r"[\w-]{43}", sent, re.ASCII) else None
        self.set_cookie = None
        self.is_used = False  # by the CSRF token of a form
        self.user = self._find_user()

    def _find_user(self):
        if self.cookie is None:
            return None
        user = self.database.execute(FIND, [digest(self.cookie), now()]).fetchone()
        if user and not user["is_active"]:
            self.database.execute("DELETE FROM sessions WHERE user_id = ?", [user["id"]])
            return None
        if user and user["last_seen_at"][:16] < now()[:16]:
            statement = "UPDATE sessions SET last_seen_at = ? WHERE session_key = ?"
            self.database.execute(statement, [now(), digest(self.cookie)])
        return user

    @property
    def csrf_token(self):
        """The CSRF token for the forms of this browser, which gets a cookie if it has none."""
        if self.cookie is None:
            self._set_cookie(secrets.token_urlsafe(32))
        self.is_used = True
        return hmac.digest(self.secret_key.encode(), self.cookie.encode(), "sha256").hex()

    @property
    def headers(self):
        """The headers that every response to this browser needs (SESSION-4)."""
        private = NO_STORE if self.user or self.is_used or self.set_cookie else []
        return [*private, self.set_cookie] if self.set_cookie else private

    def check_csrf(self):
        """Raise HTTPError for a form of another origin, or without its CSRF token."""
        scheme = self.request.environ["wsgi.url_scheme"]
        if self.request.header("Origin") not in (None, f"{scheme}://{self.request.host}"):
            raise HTTPError(403)
        sent = self.request.header("X-CSRFToken") or self.request.form.get(TOKEN_FIELD, "")
        if not self.cookie or not hmac.compare_digest(sent.encode(), self.csrf_token.encode()):
            raise HTTPError(403)

    def log_in(self, user_id):
        """Create a session for a user, with a new cookie."""
        self._set_cookie(secrets.token_urlsafe(32), f"; Max-Age={LIFETIME // timedelta(seconds=1)}")
        expires = (datetime.now(UTC) + LIFETIME).strftime("%Y-%m-%d %H:%M:%S")
        agent = "".join(filter(str.isprintable, self.request.header("User-Agent") or ""))[:200]
        row = [digest(self.cookie), user_id, now(), now(), expires]
        row += [self.request.environ["REMOTE_ADDR"], agent]
        self.database.execute("INSERT INTO sessions VALUES (?, ?, ?, ?, ?, ?, ?)", row)
        self.database.execute("UPDATE users SET last_login = ? WHERE id = ?", [now(), user_id])

    def log_out(self):
        """End the session and delete the cookie."""
        if self.cookie:
            key = digest(self.cookie)
            self.database.execute("DELETE FROM sessions WHERE session_key = ?", [key])
        self._set_cookie("", "; Max-Age=0")

    def _set_cookie(self, value, attributes=""):
        self.cookie = value
        cookie = f"{COOKIE}={value}; Path=/; HttpOnly; SameSite=Lax{attributes}"
        self.set_cookie = ("Set-Cookie", cookie)
