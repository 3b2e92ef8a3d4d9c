"""Authentication and permissions of the API (API-2, API-3, API-7)."""

from datetime import timedelta

from django.contrib.auth import authenticate
from django.utils import timezone
from rest_framework import authentication
from rest_framework.exceptions import AuthenticationFailed, NotAuthenticated, PermissionDenied
from rest_framework.permissions import SAFE_METHODS, BasePermission

from accounts.authentication import lock_user
from accounts.models import User
from accounts.sessions import delete_sessions_and_tokens
from api.parsing import parse_basic
from tokens.models import Token, hash_secret

LAST_USED_INTERVAL = timedelta(minutes=1)
REALM = "User profiles"


class BearerAuthentication(authentication.BaseAuthentication):
    """Bearer authentication with an active token in the header `Authorization`."""

    def authenticate(self, request):
        """Return the user and the token, or None without the header.

        Raises AuthenticationFailed if the header does not contain an active token.
        """
        if "Authorization" not in request.headers:
            return None
        scheme, _, secret = request.headers["Authorization"].partition(" ")
        secret = secret.strip()
        if request.method not in SAFE_METHODS:
            # Locks the user: a second request waits for the first and sees its changes.
            owner = Token.objects.filter(digest=hash_secret(secret)).values("user")
            User.objects.select_for_update().filter(pk__in=owner).first()
        token = get_active_token(secret) if scheme.lower() == "bearer" else None
        if token is None:
            raise AuthenticationFailed
        return token.user, token

    def authenticate_header(self, request):
        return f'Bearer realm="{REALM}"'


def get_active_token(secret):
    """Return the active token of an active user, and record its use; or None."""
    now = timezone.now()
    tokens = Token.objects.active().select_related("user")
    token = tokens.filter(digest=hash_secret(secret)).first()
    if token and not token.user.is_active:
        delete_sessions_and_tokens(token.user)
        return None
    if token and (token.last_used_at is None or token.last_used_at < now - LAST_USED_INTERVAL):
        Token.objects.filter(pk=token.pk).update(last_used_at=now)
    return token


class TokenHasScope(BasePermission):
    """Allows a token with the scope that the view requires for the method.

    Raises NotAuthenticated without a required token, and PermissionDenied without the scope.
    """

    def has_permission(self, request, view):
        scope = view.scopes.get(request.method.replace("HEAD", "GET"))
        if request.auth is None and not view.anonymous:
            raise NotAuthenticated
        if request.auth and scope and scope not in request.auth.scope_list:
            raise PermissionDenied(f"This token lacks the scope {scope}.")
        return True


class PasswordAuthentication(authentication.BasicAuthentication):
    """Basic authentication, throttled like a login."""

    www_authenticate_realm = REALM

    def authenticate(self, request):
        """Return the user and no token, or None; a POST has the password in its body."""
        if request.method == "POST":
            return None
        credentials = parse_basic(request.headers.get("Authorization", ""))
        return credentials and self.authenticate_credentials(*credentials, request)

    def authenticate_credentials(self, userid, password, request=None):
        """Return the user; raise AuthenticationFailed or TooManyAttempts."""
        user = authenticate(request, username=userid, password=password)
        if user and request.method not in SAFE_METHODS and not lock_user(user):
            user = None
        if user is None:
            raise AuthenticationFailed
        return user, None


class IsAuthenticatedOrPost(BasePermission):
    """Allows authenticated users, and every POST, which has the password in its body."""

    def has_permission(self, request, view):
        if request.user.is_anonymous and request.method != "POST":
            raise NotAuthenticated
        return True
