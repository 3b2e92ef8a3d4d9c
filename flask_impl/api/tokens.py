"""API views of tokens (API-7)."""

from collections.abc import Sequence

from flask import g
from flask.views import MethodView
from flask_smorest import abort

from accounts.authentication import authenticate
from api.authentication import basic_auth_required, unauthorized
from api.http import bind_form, bp
from api.openapi import problems
from api.serializers import TokenCreatedSchema, TokenCreateSchema, TokenSchema
from core.extensions import db
from core.logs import log_security_event
from tokens.forms import TokenFormBase
from tokens.models import Token


@bp.route("/tokens/", endpoint="tokens")
class TokensView(MethodView):
    @basic_auth_required
    @bp.response(200, TokenSchema(many=True))
    @problems(401, 429)
    def get(self) -> Sequence[Token]:
        """List the active tokens."""
        return db.session.scalars(Token.active(g.user)).all()

    @bp.arguments(TokenCreateSchema)
    @bp.response(201, TokenCreatedSchema)
    @problems(401, 411, 413, 415, 429)
    def post(self, data: dict) -> Token:
        """Create a token; the response contains its secret."""
        form = bind_form(TokenFormBase, {"name": data["name"], "scopes": data["scopes"]})
        if not form.validate():
            abort(400, errors=form.errors)
        user = authenticate(data["username"], data["password"]) or unauthorized("basic")
        token, secret = Token.issue(user, form.name.data, form.scopes.data, data["expires_at"])
        token.token = secret
        db.session.commit()
        log_security_event("token_created", user.id)
        return token


@bp.route("/tokens/<pk:pk>/", endpoint="token")
class TokenView(MethodView):
    @basic_auth_required
    @bp.response(204)
    @problems(401, 404, 429)
    def delete(self, pk: int) -> None:
        """Revoke a token."""
        token = db.session.scalar(Token.active(g.user).where(Token.id == pk)) or abort(404)
        db.session.delete(token)
        db.session.commit()
        log_security_event("token_revoked", g.user.id)
