"""One database under two implementations: sessions, forms and links that both read."""

from sqlalchemy.exc import InterfaceError, OperationalError, TimeoutError
from werkzeug.exceptions import InternalServerError

from sharing.commands import adopt
from sharing.csrf import accept_other_forms
from sharing.schema import include_name
from sharing.served_by import add_served_by
from sharing.sessions import SessionInterface
from web.errors import database_unavailable, http_error

UNAVAILABLE = (InterfaceError, OperationalError, TimeoutError)


def server_error(error):
    """Respond with 503 if the session could not be stored: the database is unavailable."""
    original = error.original_exception
    return (
        database_unavailable(original) if isinstance(original, UNAVAILABLE) else http_error(error)
    )


def init_app(app):
    """Share the database of this application."""
    app.session_interface = SessionInterface()
    app.register_error_handler(InternalServerError, server_error)
    app.before_request(accept_other_forms)
    app.after_request(add_served_by)
    app.extensions["migrate"].configure_args["include_name"] = include_name
    app.cli.add_command(adopt)
