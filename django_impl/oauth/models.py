"""Registered clients, and the codes with which they get tokens (OAUTH)."""

import secrets
from datetime import timedelta

from authlib.oauth2 import rfc6749
from django.db import models
from django.utils import timezone

from core.validators import validate_no_control_characters
from oauth.redirect_uris import MAX_LENGTH, is_registered
from tokens.models import Scope, Token, hash_secret

CODE_LIFETIME = timedelta(minutes=1)


def new_client_id():
    return secrets.token_urlsafe(16)


class Client(models.Model, rfc6749.ClientMixin):
    """A program that may ask users for tokens. It has no secret: PKCE protects its codes."""

    client_id = models.CharField(
        "Client ID", max_length=50, primary_key=True, default=new_client_id
    )
    name = models.CharField(max_length=100, validators=[validate_no_control_characters])
    redirect_uris = models.CharField("Redirect URIs", max_length=MAX_LENGTH)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        db_table = "oauth_clients"

    def __str__(self):
        return self.name

    def lock(self):
        """Lock the client; raise InvalidClientError if it has been deleted."""
        if not Client.objects.select_for_update(no_key=True).filter(pk=self.pk):
            raise rfc6749.InvalidClientError()

    def get_tokens(self):
        """Return the tokens that the client has, or has a code for."""
        return Token.objects.filter(authorization_code__client=self)

    def get_default_redirect_uri(self):
        return None  # a request must name one

    def check_redirect_uri(self, redirect_uri):
        return is_registered(redirect_uri, self.redirect_uris)

    def get_allowed_scope(self, scope):
        """Return the scopes in the order of `Scope`, or None if there is none or an unknown one."""
        asked = set((scope or "").split())
        if not asked or not asked <= set(Scope.values):
            return None
        return " ".join(each for each in Scope.values if each in asked)

    def check_endpoint_auth_method(self, method, endpoint):
        return method == "none"

    def check_response_type(self, response_type):
        return response_type == "code"

    def check_grant_type(self, grant_type):
        return grant_type == "authorization_code"


class AuthorizationCodeManager(models.Manager):
    def issue(self, code, request, days):
        """Create a code and its token, which nobody can use until the code is exchanged (OAUTH-6).

        Until then, the token expires with the code.
        """
        client, expires_at = request.client, timezone.now() + CODE_LIFETIME
        scopes = request.scope.split()
        token, _ = Token.objects.issue(request.user, client.name, scopes, expires_at)
        self.create(
            digest=hash_secret(code),
            client=client,
            token=token,
            redirect_uri=request.payload.redirect_uri,
            code_challenge=request.payload.data["code_challenge"],
            days=days,
        )


class AuthorizationCode(models.Model, rfc6749.AuthorizationCodeMixin):
    """A code, stored under a hash. It stays as long as its token, and links it to its client."""

    digest = models.CharField(max_length=64, primary_key=True)
    client = models.ForeignKey(Client, models.CASCADE)
    token = models.OneToOneField(Token, models.CASCADE, related_name="authorization_code")
    redirect_uri = models.CharField(max_length=MAX_LENGTH)
    code_challenge = models.CharField(max_length=128)
    days = models.IntegerField()
    is_used = models.BooleanField(default=False)

    objects = AuthorizationCodeManager()
    code_challenge_method = "S256"

    class Meta:
        db_table = "oauth_codes"

    def __str__(self):
        return self.digest

    def get_redirect_uri(self):
        return self.redirect_uri

    def get_scope(self):
        return self.token.scopes
