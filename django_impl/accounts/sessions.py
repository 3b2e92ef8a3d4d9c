"""Sessions as database rows that name their person (SESSION-1)."""

from datetime import datetime, timedelta
from hashlib import sha256

from django.contrib.auth import HASH_SESSION_KEY, SESSION_KEY, get_user, middleware
from django.contrib.auth.models import AnonymousUser
from django.contrib.sessions.backends import db
from django.db import transaction
from django.utils import timezone
from django.utils.crypto import constant_time_compare
from django.utils.functional import SimpleLazyObject

from accounts.models import Session, User
from core.logs import log_event

LAST_SEEN_EVERY = timedelta(minutes=1)


def digest(session_key):
    """Return what stands in the database for a key that only the visitor's cookie holds."""
    return sha256(session_key.encode()).hexdigest()


class SessionStore(db.SessionStore):
    """Django's database sessions, with a digest for the key and columns for the login."""

    user = None  # the person who came with a session that was loaded

    @classmethod
    def get_model_class(cls):
        return Session

    def load(self):
        """Return what the live session with this key holds, or nothing where there is none."""
        session = (
            Session.objects.select_related("user")
            .filter(session_key=digest(self.session_key), expire_date__gt=timezone.now())
            .first()
        )
        if session and session.user and not session.user.is_active:
            shut_out(session.user)
            session = None
        if session is None:
            self._session_key = None
            return {}
        if session.user and session.last_seen < timezone.now() - LAST_SEEN_EVERY:
            Session.objects.filter(pk=session.pk).update(last_seen=timezone.now())
        self.user = session.user
        return self.decode(session.session_data)

    def exists(self, session_key):
        return super().exists(digest(session_key))

    def create_model_instance(self, data):
        session = super().create_model_instance(data)
        session.session_key = digest(session.session_key)
        session.user_id = data.get(SESSION_KEY)
        if "since" in data:
            session.since = datetime.fromisoformat(data["since"])
            session.last_seen = timezone.now()
            session.address, session.browser = data["address"], data["browser"]
            session.expire_date = session.since + timedelta(seconds=self.get_session_cookie_age())
        return session

    def delete(self, session_key=None):
        session_key = session_key or self.session_key
        if session_key:
            super().delete(digest(session_key))


class AuthenticationMiddleware(middleware.AuthenticationMiddleware):
    """Django's own, which does not ask again for the person who came with the session."""

    def process_request(self, request):
        request.user = SimpleLazyObject(lambda: user_of(request))


def user_of(request):
    """Return who is logged in. Where the login is of another password, Django decides."""
    digest_at_login = request.session.get(HASH_SESSION_KEY, "")
    user = request.session.user
    if user and constant_time_compare(digest_at_login, user.get_session_auth_hash()):
        return user
    return get_user(request)


class OneAtATimeMixin:
    """Of two changes by one person, the second waits for the first and sees what it did."""

    def dispatch(self, request, *args, **kwargs):
        if request.method != "POST":
            return super().dispatch(request, *args, **kwargs)
        with transaction.atomic():
            User.objects.select_for_update().filter(pk=request.user.pk).first()
            alive = request.session.exists(request.session.session_key or "")
            request.user = get_user(request) if alive else AnonymousUser()
            return super().dispatch(request, *args, **kwargs)


def remember_login(request):
    """Note in the session when and where it began (SESSION-7), and log that (LOG-2)."""
    log_event("logged_in", request.user.pk)
    request.session["since"] = timezone.now().isoformat()
    request.session["address"] = request.META["REMOTE_ADDR"][:45]
    request.session["browser"] = printable(request.headers.get("User-Agent", ""))[:200]
    request.session.save()  # while the person is locked


def printable(text):
    return "".join(filter(str.isprintable, text))


def sessions_of(user):
    """Return the live sessions of a person, the last to begin first."""
    return user.session_set.filter(expire_date__gt=timezone.now()).order_by("-since")


def shut_out(user):
    """End all sessions and tokens of a person (RESET-4, SESSION-6, TOKEN-4)."""
    user.session_set.all().delete()
    user.token_set.all().delete()


def end_other_sessions(request):
    """End all sessions of the visitor but this one (PASSWORD-3, SESSION-7)."""
    request.user.session_set.exclude(pk=digest(request.session.session_key)).delete()
