"""Tokens, for programs (API-7)."""

from flask import g
from flask.views import MethodView
from flask_smorest import abort

from accounts.authentication import authenticate
from api.authentication import password_required, refuse
from api.http import bp, form_of
from api.openapi import problems
from api.serializers import MadeTokenSchema, NewTokenSchema, TokenSchema
from core.extensions import db
from core.logs import log_event
from tokens.forms import TokenForm
from tokens.models import make_token, tokens_of


@bp.route("/tokens/", endpoint="tokens")
class TokensView(MethodView):
    @password_required
    @bp.response(200, TokenSchema(many=True))
    @problems(401, 429)
    def get(self):
        """List one's live tokens."""
        return tokens_of(g.person)

    @bp.arguments(NewTokenSchema)
    @bp.response(201, MadeTokenSchema)
    @problems(401, 411, 413, 415, 429)
    def post(self, data):
        """Make a token, whose secret is told this once."""
        form = form_of(TokenForm, {"name": data["name"], "scopes": data["scopes"]})
        if not form.validate():
            abort(400, errors=form.errors)
        person = authenticate(data["username"], data["password"]) or refuse("basic")
        token, token.token = make_token(
            person, form.name.data, form.scopes.data, data["expires_at"]
        )
        log_event("token_made", person.id)
        return token


@bp.route("/tokens/<pk:pk>/", endpoint="token")
class TokenView(MethodView):
    @password_required
    @bp.response(204)
    @problems(401, 404, 429)
    def delete(self, pk):
        """Revoke a token."""
        token = next((each for each in tokens_of(g.person) if each.id == pk), None) or abort(404)
        db.session.delete(token)
        db.session.commit()
        log_event("token_revoked", g.person.id)
