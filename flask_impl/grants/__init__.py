"""Grants to see a profile, until they expire. The application works without this package."""

from core.extensions import db
from grants.admin import GrantAdmin
from grants.commands import clearsessions
from grants.models import Grant
from grants.views import bp


def init_app(app):
    """Register the pages, the list of the admin, and the command, which replaces that of tokens."""
    app.register_blueprint(bp, url_prefix="/accounts")
    app.extensions["admin"][0].add_view(GrantAdmin(Grant, db, name="Grants"))
    app.cli.add_command(clearsessions)
