"""Clients in the admin: registered and deleted by superusers (OAUTH-1, OAUTH-14)."""

from flask import flash
from flask_admin.actions import action
from flask_login import current_user
from sqlalchemy import delete, select

from audit.models import log_action
from core.extensions import db
from oauth.forms import ClientForm
from oauth.models import Client
from tokens.models import Token
from web.admin import ModelView, fetch_for_update


class ClientAdmin(ModelView):
    """Lists the registered clients, the newest first."""

    can_create = True
    form = ClientForm
    create_template = "admin/oauth/client/create.html"
    column_list = ["name", "client_id", "redirect_uris", "created_at"]
    column_labels = {"client_id": "Client ID", "redirect_uris": "Redirect URIs"}
    column_searchable_list = ["name", "client_id", "redirect_uris"]
    column_default_sort = ("created_at", True)

    def is_accessible(self):
        return current_user.is_superuser

    def create_form(self, obj=None):
        """Return the form. Flask-Admin would also pass the files of the request to it."""
        return ClientForm()

    def create_model(self, form):
        """Save the client and return it."""
        client = form.save()
        log_action(current_user, "oauth_client_created", [current_user], client.name)
        db.session.commit()
        return client

    @action("delete_clients", "Delete selected clients")
    def delete_clients(self, ids):
        """Delete the selected clients, and revoke their tokens."""
        known = [each for each in ids if each.isprintable()]
        query = select(Client).where(Client.client_id.in_(known)).order_by(Client.client_id)
        clients = fetch_for_update(query)
        for client in clients:
            tokens = client.get_tokens().with_only_columns(Token.id)
            db.session.execute(delete(Token).where(Token.id.in_(tokens)))
            db.session.delete(client)
            log_action(current_user, "oauth_client_deleted", [current_user], client.name)
        db.session.commit()
        flash(f"Deleted: {len(clients)}.")
