"""Registered clients, and the codes with which they get tokens (OAUTH)."""

import secrets
from datetime import datetime, timedelta

from authlib.oauth2 import rfc6749
from sqlalchemy import ForeignKey, String, select
from sqlalchemy.orm import Mapped, mapped_column, relationship

from accounts.models import now
from core.extensions import db
from core.types import UtcDateTime
from oauth.redirect_uris import MAX_LENGTH, is_registered
from tokens.models import Scope, Token, hash_secret

CODE_LIFETIME = timedelta(minutes=1)


def new_client_id():
    return secrets.token_urlsafe(16)


class Client(db.Model, rfc6749.ClientMixin):
    """A program that may ask users for tokens. It has no secret: PKCE protects its codes."""

    __tablename__ = "oauth_clients"

    client_id: Mapped[str] = mapped_column(String(50), primary_key=True, default=new_client_id)
    name: Mapped[str] = mapped_column(String(100))
    redirect_uris: Mapped[str] = mapped_column(String(MAX_LENGTH))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)

    def __str__(self):
        return self.name

    def lock(self):
        """Lock the client; raise InvalidClientError if it has been deleted."""
        query = select(Client.client_id).filter_by(client_id=self.client_id)
        if not db.session.scalar(query.with_for_update(key_share=True)):
            raise rfc6749.InvalidClientError()

    def get_tokens(self):
        """Return the query for the tokens that the client has, or has a code for."""
        codes = select(AuthorizationCode.token_id).filter_by(client_id=self.client_id)
        return select(Token).where(Token.id.in_(codes))

    def get_default_redirect_uri(self):
        return None  # a request must name one

    def check_redirect_uri(self, redirect_uri):
        return is_registered(redirect_uri, self.redirect_uris)

    def get_allowed_scope(self, scope):
        """Return the scopes in the order of `Scope`, or None if there is none or an unknown one."""
        asked = set((scope or "").split())
        if not asked or not asked <= set(Scope):
            return None
        return " ".join(each for each in Scope if each in asked)

    def check_endpoint_auth_method(self, method, endpoint):
        return method == "none"

    def check_response_type(self, response_type):
        return response_type == "code"

    def check_grant_type(self, grant_type):
        return grant_type == "authorization_code"


class AuthorizationCode(db.Model, rfc6749.AuthorizationCodeMixin):
    """A code, stored under a hash. It stays as long as its token, and links it to its client."""

    __tablename__ = "oauth_codes"

    digest: Mapped[str] = mapped_column(String(64), primary_key=True)
    client_id: Mapped[str] = mapped_column(
        ForeignKey(Client.client_id, ondelete="CASCADE"), index=True
    )
    token_id: Mapped[int] = mapped_column(ForeignKey(Token.id, ondelete="CASCADE"), unique=True)
    redirect_uri: Mapped[str] = mapped_column(String(MAX_LENGTH))
    code_challenge: Mapped[str] = mapped_column(String(128))
    days: Mapped[int]
    is_used: Mapped[bool] = mapped_column(default=False)
    token: Mapped[Token] = relationship(lazy="raise")

    code_challenge_method = "S256"

    @classmethod
    def issue(cls, code, request, days):
        """Create a code and its token, which nobody can use until the code is exchanged (OAUTH-6).

        Until then, the token expires with the code.
        """
        client, expires_at = request.client, now() + CODE_LIFETIME
        scopes = request.scope.split()
        token, _ = Token.issue(request.user, client.name, scopes, expires_at)
        created = cls(
            digest=hash_secret(code),
            client_id=client.client_id,
            token=token,
            redirect_uri=request.payload.redirect_uri,
            code_challenge=request.payload.data["code_challenge"],
            days=days,
        )
        db.session.add(created)

    def __str__(self):
        return self.digest

    def get_redirect_uri(self):
        return self.redirect_uri

    def get_scope(self):
        return self.token.scopes
