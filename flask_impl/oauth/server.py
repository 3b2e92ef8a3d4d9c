"""The authorization server: the rules of OAuth 2.0, from Authlib (OAUTH-5 to OAUTH-11)."""

from datetime import timedelta
from functools import partial

from authlib.integrations import flask_oauth2
from authlib.oauth2 import rfc6749, rfc7009, rfc7636
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from accounts.models import now
from audit.models import log_action
from core.database import on_commit
from core.extensions import db
from core.logs import log_security_event
from oauth.models import AuthorizationCode, Client
from oauth.parameters import OAuth2Request
from tokens.models import Token, hash_secret


class AuthorizationServer(flask_oauth2.AuthorizationServer):
    """Extends `authlib...flask_oauth2.AuthorizationServer`: issues tokens of this application."""

    def create_oauth2_request(self, request):
        """Return the request with these fields; raise InvalidRequestError if one is invalid."""
        return OAuth2Request(request)

    def query_client(self, client_id):
        return db.session.get(Client, client_id)

    def save_token(self, token, request):
        """Set the secret and the lifetime of the token that the code stands for."""
        saved = request.authorization_code.token
        saved.digest = hash_secret(token["access_token"])
        saved.expires_at = now() + timedelta(seconds=token["expires_in"])
        on_commit(partial(log_security_event, "token_created", saved.user_id))


def revoke(token, client):
    """Delete a token of a client, with an entry in the audit log of its user."""
    log_action(token.user, "token_revoked", [token.user], client.name)
    db.session.delete(token)


class AuthorizationCodeGrant(rfc6749.AuthorizationCodeGrant):
    """Extends `authlib...AuthorizationCodeGrant`: for clients without a secret."""

    TOKEN_ENDPOINT_AUTH_METHODS = ["none"]
    days = None  # for which the token will be valid, as chosen by the user

    def save_authorization_code(self, code, request):
        AuthorizationCode.issue(code, request, self.days)

    def query_authorization_code(self, code, client):
        """Return the code and lock its token, or return None; revoke the token of a used code."""
        codes = select(AuthorizationCode).filter_by(
            digest=hash_secret(code), client_id=client.client_id
        )
        locked = codes.with_only_columns(AuthorizationCode.token_id)
        db.session.execute(select(Token.id).where(Token.id.in_(locked)).with_for_update())
        token = joinedload(AuthorizationCode.token, innerjoin=True)
        found = db.session.scalar(codes.options(token.joinedload(Token.user, innerjoin=True)))
        if found and found.is_used:
            revoke(found.token, client)
            return None
        return found if found and found.token.expires_at > now() else None

    def authenticate_user(self, authorization_code):
        user = authorization_code.token.user
        return user if user.is_active else None

    def generate_token(self, **options):
        seconds = timedelta(days=self.request.authorization_code.days).total_seconds()
        return super().generate_token(expires_in=int(seconds), **options)

    def delete_authorization_code(self, authorization_code):
        """Mark the code as used: it is recognized if it is sent again."""
        authorization_code.is_used = True


class CodeChallenge(rfc7636.CodeChallenge):
    """Extends `authlib.oauth2.rfc7636.CodeChallenge`: requires S256 when the user is asked."""

    def validate_code_challenge(self, grant, redirect_uri):
        if grant.request.payload.data.get("code_challenge_method") != "S256":
            raise rfc6749.InvalidRequestError("The 'code_challenge_method' must be S256.")
        super().validate_code_challenge(grant, redirect_uri)


class RevocationEndpoint(rfc7009.RevocationEndpoint):
    """Extends `authlib.oauth2.rfc7009.RevocationEndpoint`: finds tokens of the client only."""

    CLIENT_AUTH_METHODS = ["none"]

    def authenticate_token(self, request, client):
        """Return the token, locked, or None."""
        self.check_params(request, client)
        tokens = client.get_tokens().filter_by(digest=hash_secret(request.form["token"]))
        tokens = tokens.options(joinedload(Token.user, innerjoin=True))
        return db.session.scalar(tokens.with_for_update(of=Token))

    def revoke_token(self, token, request):
        revoke(token, request.client)


server = AuthorizationServer()
server.register_grant(AuthorizationCodeGrant, [CodeChallenge()])
server.register_endpoint(RevocationEndpoint)
