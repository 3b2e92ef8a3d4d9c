"""Who somebody is, judged by name and password, unless too many were wrong (LOGIN-3, GUESS)."""

from django.conf import settings
from django.contrib.auth import authenticate
from django.contrib.auth.backends import ModelBackend
from django.utils.deprecation import MiddlewareMixin

from accounts.models import User
from accounts.throttle import Locked, Throttle
from core.logs import log_event
from core.validators import lower_if_ascii
from web.errors import error_page

throttle = Throttle(
    settings.CACHE_URL,
    settings.LOGIN_NAME_LIMIT,
    settings.LOGIN_ADDRESS_LIMIT,
    settings.LOGIN_LOCK_SECONDS,
)


class Backend(ModelBackend):
    """Django's own, which takes the same time for known and unknown people (LOGIN-4)."""

    def get_group_permissions(self, user_obj, obj=None):
        """Return none: nobody here is in a group, and asking would be another statement."""
        return set()

    def authenticate(self, request, username, password):
        """Return the active person with this password, or None; raise Locked (GUESS-1)."""
        who = lower_if_ascii(username.strip()), request.META["REMOTE_ADDR"]
        throttle.check(*who)
        user = super().authenticate(request, who[0], password)
        if user is None:
            known = User.objects.filter(username=who[0]).values_list("pk", flat=True)
            log_event("login_failed", known.first())
            throttle.count_failure(*who)
        else:
            throttle.check(*who)  # others may have failed meanwhile
        return user


class LockMiddleware(MiddlewareMixin):
    """Answers 429 while nothing is judged because too many passwords were wrong (GUESS-1)."""

    def process_exception(self, request, exception):
        if isinstance(exception, Locked):
            log_event("locked_out")
            return error_page(request, 429, exception.seconds)
        return None


def confirm(request, password):
    """Say whether this is the password of who is logged in; raise Locked (GUESS-6)."""
    username = request.user.get_username()
    return authenticate(request, username=username, password=password) is not None


def lock_person(user):
    """Lock a person; say whether they are still active, with the password that was judged."""
    judged = {"pk": user.pk, "password": user.password, "is_active": True}
    return bool(User.objects.select_for_update().filter(**judged))
