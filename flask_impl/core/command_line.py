"""What the command line does not decide (SETTINGS-6), and says without a database (COMMAND-4)."""

import os

import click
from dotenv import dotenv_values, find_dotenv
from environs import EnvError
from flask.helpers import get_load_dotenv
from sqlalchemy.exc import DBAPIError, OperationalError

from core.logs import missing_tables


def refuse_files():
    """Raise EnvError where `flask` has read variables from a file: a server would not."""
    if os.environ.get("FLASK_RUN_FROM_CLI") != "true" or not get_load_dotenv():
        return
    for path in filter(None, (find_dotenv(name, usecwd=True) for name in (".env", ".flaskenv"))):
        if dotenv_values(path, encoding="utf-8"):
            raise EnvError(f"settings are read from the environment alone, and {path} has some")


def settle_debug(app):
    """Make the settings alone decide about the debugger; raise EnvError for an option against them.

    FLASK_DEBUG and `--debug` are overwritten: `flask run` reads them after it has loaded `app`.
    """
    os.environ["FLASK_DEBUG"] = str(int(app.debug))
    context = click.get_current_context(silent=True)
    if context and context.params.get("debugger") and not app.debug:
        raise EnvError("--debugger needs DEBUG, in the settings of development")


class Command(click.Command):
    """A command that says in one line what the database lacks (COMMAND-4)."""

    def invoke(self, context):
        try:
            return super().invoke(context)
        except DBAPIError as error:
            message = missing_tables(error)
            if message is None and isinstance(error, OperationalError):
                message = str(error.orig).strip().partition("\n")[0]
            if message is None:
                raise
            raise click.ClickException(f"The database can't be used: {message}") from None
