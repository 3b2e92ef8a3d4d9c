"""Sessions as database rows that refer to their user (SESSION-1)."""

from datetime import timedelta
from functools import cache, wraps
from hashlib import sha256

from django.contrib.auth import HASH_SESSION_KEY, SESSION_KEY, get_user, middleware
from django.contrib.auth.mixins import LoginRequiredMixin
from django.contrib.auth.models import AnonymousUser
from django.contrib.sessions.backends import base, db
from django.db import OperationalError, transaction
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.crypto import constant_time_compare
from django.utils.decorators import method_decorator
from django.utils.functional import SimpleLazyObject

from accounts.models import Session, User
from core.logs import log_security_event
from web.methods import FormMethodsMixin

LAST_SEEN_INTERVAL = timedelta(minutes=1)
LOGIN_FIELDS = ("created_at", "last_seen_at", "ip_address", "user_agent")


def hash_session_key(session_key):
    """Return the value that the database stores for the key in a cookie."""
    return sha256(session_key.encode()).hexdigest()


@cache
def with_users():
    """Return a QuerySet of sessions with their users, and whether these have `view_email`.

    It is built once, because that takes a fifth of the CPU time of a user's own page.
    """
    view_email = Q(permission__codename="view_email")
    view_email &= Q(permission__content_type__app_label="accounts")
    granted = User.user_permissions.through.objects.filter(view_email, user=OuterRef("user"))
    return Session.objects.select_related("user").annotate(can_view_email=Exists(granted))


class SessionStore(db.SessionStore):
    """Extends `django.contrib.sessions.backends.db.SessionStore`: hashed keys, login columns."""

    user = None  # the user of the session that was loaded
    login = {}  # the columns of the login, by name

    @classmethod
    def get_model_class(cls):
        return Session

    def load(self):
        """Return the data of the active session with this key, or an empty dict."""
        key = hash_session_key(self.session_key)
        session = with_users().active().filter(session_key=key).first()
        if session and session.user and not session.user.is_active:
            delete_sessions_and_tokens(session.user)
            session = None
        if session is None:
            self._session_key = None
            return {}
        if session.user and session.last_seen_at < timezone.now() - LAST_SEEN_INTERVAL:
            session.last_seen_at = timezone.now()
            Session.objects.filter(pk=session.pk).update(last_seen_at=session.last_seen_at)
        self.user = session.user
        if self.user:
            self.user.can_view_email = session.can_view_email
        self.login = {name: getattr(session, name) for name in LOGIN_FIELDS}
        return self.decode(session.session_data)

    def exists(self, session_key):
        return super().exists(hash_session_key(session_key))

    def create_model_instance(self, data):
        session = super().create_model_instance(data)
        session.session_key = hash_session_key(session.session_key)
        session.user_id = data.get(SESSION_KEY)
        if session.user_id and self.login.get("created_at"):
            for name, value in self.login.items():
                setattr(session, name, value)
            lifetime = timedelta(seconds=self.get_session_cookie_age())
            session.expire_date = session.created_at + lifetime
        return session

    def save(self, must_create=False):
        """Save the session. An unavailable database does not mean a deleted session (HEALTH-3)."""
        try:
            super().save(must_create)
        except base.UpdateError as error:
            if isinstance(error.__context__, OperationalError):
                raise error.__context__ from None
            raise

    def delete(self, session_key=None):
        session_key = session_key or self.session_key
        if session_key:
            Session.objects.filter(pk=hash_session_key(session_key)).delete()


class AuthenticationMiddleware(middleware.AuthenticationMiddleware):
    """Extends `django.contrib.auth.middleware.AuthenticationMiddleware`: uses the user that
    was loaded with the session, without another query."""

    def process_request(self, request):
        request.user = SimpleLazyObject(lambda: get_session_user(request))


def get_session_user(request):
    """Return the user of the session. If the hash does not match, call Django's `get_user`."""
    session_hash = request.session.get(HASH_SESSION_KEY, "")
    user = request.session.user
    if user and constant_time_compare(session_hash, user.get_session_auth_hash()):
        return user
    return get_user(request)


def lock_current_user(view):
    """Run the POST requests of a user one after the other, each in a transaction.

    A request that waited sees the changes of the previous one, also a deleted session.
    """

    @wraps(view)
    def wrapper(request, *args, **kwargs):
        if request.method != "POST":
            return view(request, *args, **kwargs)
        with transaction.atomic():
            lock_session(request)
            return view(request, *args, **kwargs)

    return wrapper


def lock_session(request):
    """Lock the user and reload it: an anonymous user if the session has ended."""
    User.objects.select_for_update().filter(pk=request.user.pk).first()
    exists = request.session.exists(request.session.session_key or "")
    request.user = get_user(request) if exists else AnonymousUser()


@method_decorator(lock_current_user, name="dispatch")
class CurrentUserMixin(FormMethodsMixin, LoginRequiredMixin):
    """A view with a form of the logged-in user, who is locked at POST."""


def record_login(request):
    """Store when and where the session was created (SESSION-7), and log the event (LOG-2)."""
    log_security_event("logged_in", request.user.pk)
    request.session.login = {
        "created_at": timezone.now(),
        "last_seen_at": timezone.now(),
        "ip_address": request.META["REMOTE_ADDR"][:45],
        "user_agent": "".join(filter(str.isprintable, request.headers.get("User-Agent", "")))[:200],
    }
    request.session.save()  # while the user's row is locked


def delete_sessions_and_tokens(user):
    """Delete all sessions and tokens of a user (RESET-4, SESSION-6, TOKEN-4)."""
    user.sessions.all().delete()
    user.tokens.all().delete()


def delete_other_sessions(request):
    """Delete all sessions of the user except the current one (PASSWORD-3, SESSION-7)."""
    request.user.sessions.exclude(pk=hash_session_key(request.session.session_key)).delete()
