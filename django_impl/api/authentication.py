"""Who asks: the holder of a token, or somebody with a password (API-2, API-3, API-7)."""

from datetime import timedelta

from django.contrib.auth import authenticate
from django.utils import timezone
from rest_framework import authentication
from rest_framework.exceptions import AuthenticationFailed, NotAuthenticated, PermissionDenied
from rest_framework.permissions import SAFE_METHODS, BasePermission

from accounts.authentication import lock_person
from accounts.models import User
from accounts.sessions import shut_out
from api.parsing import parse_basic
from tokens.models import Token, digest

LAST_USED_EVERY = timedelta(minutes=1)
REALM = "User profiles"


class BearerAuthentication(authentication.BaseAuthentication):
    """The holder of a live token, which comes in the header `Authorization` and nowhere else."""

    def authenticate(self, request):
        """Return the person and the token, or None for an anonymous visitor.

        Raises AuthenticationFailed for anything in the header that is no live token.
        """
        if "Authorization" not in request.headers:
            return None
        scheme, _, secret = request.headers["Authorization"].partition(" ")
        secret = secret.strip()
        if request.method not in SAFE_METHODS:
            # Of two changes by one person, the second waits for the first and sees what it did.
            holder = Token.objects.filter(digest=digest(secret)).values("user")
            User.objects.select_for_update().filter(pk__in=holder).first()
        token = find_token(secret) if scheme.lower() == "bearer" else None
        if token is None:
            raise AuthenticationFailed
        return token.user, token

    def authenticate_header(self, request):
        return f'Bearer realm="{REALM}"'


def find_token(secret):
    """Return the live token of an active person, and note that it was used; or None."""
    now = timezone.now()
    live = Token.objects.select_related("user").filter(expires_at__gt=now)
    token = live.filter(digest=digest(secret)).first()
    if token and not token.user.is_active:
        shut_out(token.user)
        return None
    if token and (token.last_used_at is None or token.last_used_at < now - LAST_USED_EVERY):
        Token.objects.filter(pk=token.pk).update(last_used_at=now)
    return token


class TokenHasScope(BasePermission):
    """Lets in a token with the scope that the view names for the method.

    Raises NotAuthenticated where there must be one, and PermissionDenied where it lacks the scope.
    """

    def has_permission(self, request, view):
        scope = view.scopes.get(request.method.replace("HEAD", "GET"))
        if request.auth is None and not view.anonymous:
            raise NotAuthenticated
        if request.auth and scope and scope not in request.auth.granted:
            raise PermissionDenied(f"This token lacks the scope {scope}.")
        return True


class PasswordAuthentication(authentication.BasicAuthentication):
    """Somebody with a name and a password, throttled as a login is."""

    www_authenticate_realm = REALM

    def authenticate(self, request):
        """Return the person and no token, or None, also where the password is in the body."""
        if request.method == "POST":
            return None
        given = parse_basic(request.headers.get("Authorization", ""))
        return given and self.authenticate_credentials(*given, request)

    def authenticate_credentials(self, userid, password, request=None):
        """Return the person; raise AuthenticationFailed, and Locked after too many failures."""
        user = authenticate(request, username=userid, password=password)
        if user and request.method not in SAFE_METHODS and not lock_person(user):
            user = None
        if user is None:
            raise AuthenticationFailed
        return user, None


class IsSomebody(BasePermission):
    """Lets in whoever has given a name and a password, or is about to in the body."""

    def has_permission(self, request, view):
        if request.user.is_anonymous and request.method != "POST":
            raise NotAuthenticated
        return True
