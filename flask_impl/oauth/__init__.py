"""Tokens for other programs, by OAuth 2.0. The application works without this package."""

from core.extensions import csrf, db
from oauth.admin import ClientAdmin
from oauth.models import Client
from oauth.server import server
from oauth.views import bp, revoke, token


def init_app(app):
    """Register the endpoints, two of which use no cookie, and the list of the admin."""
    server.init_app(app)
    app.register_blueprint(bp)
    csrf.exempt(token)
    csrf.exempt(revoke)
    app.extensions["admin"][0].add_view(ClientAdmin(Client, db, name="Clients"))
