"""Authentication by username and password, throttled after failures (LOGIN-3, GUESS)."""

from django.conf import settings
from django.contrib.auth import authenticate
from django.contrib.auth.backends import ModelBackend
from django.utils.deprecation import MiddlewareMixin

from accounts.models import User
from accounts.throttle import Throttle, TooManyAttempts
from core.logs import log_security_event
from core.validators import lower_if_ascii
from web.errors import error_page

throttle = Throttle(
    settings.CACHE_URL,
    settings.LOGIN_FAILURES_PER_USERNAME,
    settings.LOGIN_FAILURES_PER_IP,
    settings.LOGIN_LOCKOUT_SECONDS,
)


class ThrottledModelBackend(ModelBackend):
    """Extends `django.contrib.auth.backends.ModelBackend`: throttles failed logins (GUESS-1)."""

    def get_group_permissions(self, user_obj, obj=None):
        """Return an empty set: the application has no groups, and a lookup costs a query."""
        return set()

    def has_perm(self, user_obj, perm, obj=None):
        """Return whether a user has a permission; the session has loaded `view_email`."""
        if perm == "accounts.view_email" and obj is None and hasattr(user_obj, "can_view_email"):
            return user_obj.is_active and user_obj.can_view_email
        return super().has_perm(user_obj, perm, obj)

    def authenticate(self, request, username, password):
        """Return the active user with this password, or None; raise TooManyAttempts."""
        identity = lower_if_ascii(username.strip()), request.META["REMOTE_ADDR"]
        throttle.check(*identity)
        user = super().authenticate(request, identity[0], password)
        if user is None:
            user_id = User.objects.filter(username=identity[0]).values_list("pk", flat=True).first()
            log_security_event("login_failed", user_id)
            throttle.count_failure(*identity)
        else:
            throttle.check(*identity)  # other attempts may have failed in the meantime
        return user


class TooManyAttemptsMiddleware(MiddlewareMixin):
    """Respond with 429 to TooManyAttempts (GUESS-1).

    A class: only the method `process_exception` sees the exceptions of a view.
    """

    def process_exception(self, request, exception):
        if isinstance(exception, TooManyAttempts):
            log_security_event("login_locked_out")
            return error_page(request, 429, exception.seconds)
        return None


def verify_current_password(request, password):
    """Return whether the logged-in user has this password; raise TooManyAttempts (GUESS-6)."""
    username = request.user.get_username()
    return authenticate(request, username=username, password=password) is not None


def lock_user(user):
    """Lock the user's row; return whether the user is still active and has the same password."""
    checked = {"pk": user.pk, "password": user.password, "is_active": True}
    return bool(User.objects.select_for_update().filter(**checked))
