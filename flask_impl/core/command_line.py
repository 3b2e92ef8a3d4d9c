"""The command line: no settings from files or options (SETTINGS-6), errors (COMMAND-4)."""

import os
from contextlib import contextmanager

import click
from dotenv import dotenv_values, find_dotenv
from environs import EnvError
from flask.helpers import get_load_dotenv
from sqlalchemy.exc import DBAPIError, OperationalError

from core.logs import missing_tables


def reject_env_files():
    """Raise EnvError if `flask` has read variables from a file, which a server would not read."""
    if os.environ.get("FLASK_RUN_FROM_CLI") != "true" or not get_load_dotenv():
        return
    for path in filter(None, (find_dotenv(name, usecwd=True) for name in (".env", ".flaskenv"))):
        if dotenv_values(path, encoding="utf-8"):
            raise EnvError(f"settings are read from the environment alone, and {path} has some")


def enforce_debug_setting(app):
    """Use the debug mode of the settings; raise EnvError for `--debugger` without it.

    Overrides FLASK_DEBUG and `--debug`, which `flask run` reads after it has loaded `app`.
    """
    os.environ["FLASK_DEBUG"] = str(int(app.debug))
    context = click.get_current_context(silent=True)
    if context and context.params.get("debugger") and not app.debug:
        raise EnvError("--debugger needs DEBUG, in the settings of development")


@contextmanager
def database_errors():
    """Raise ClickException, with one line, if the database is unavailable or not up to date."""
    try:
        yield
    except DBAPIError as error:
        message = missing_tables(error)
        if message is None and isinstance(error, OperationalError):
            message = str(error.orig).strip().partition("\n")[0]
        if message is None:
            raise
        raise click.ClickException(f"The database can't be used: {message}") from None


class Command(click.Command):
    """A command with one line for an error of the database (COMMAND-4)."""

    def invoke(self, context):
        with database_errors():
            return super().invoke(context)
