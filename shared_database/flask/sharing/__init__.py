"""One database under two implementations: sessions, forms and links that both read."""

from sharing.commands import adopt
from sharing.csrf import accept_other_forms
from sharing.schema import include_name
from sharing.served_by import add_served_by
from sharing.sessions import SessionInterface


def init_app(app):
    """Share the database of this application."""
    app.session_interface = SessionInterface()
    app.before_request(accept_other_forms)
    app.after_request(add_served_by)
    app.extensions["migrate"].configure_args["include_name"] = include_name
    app.cli.add_command(adopt)
