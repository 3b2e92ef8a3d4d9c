"""The command `dbshell`."""

import os

import click
from flask import current_app
from psycopg.conninfo import make_conninfo

from core.environment import postgresql_parameters
from core.extensions import db


@click.command("dbshell")
def dbshell():
    """Open the command line of the database: sqlite3 or psql."""
    url, environment = db.engine.url, dict(os.environ)
    if url.get_backend_name() == "sqlite":
        command = ["sqlite3", url.database]
    else:
        parameters = postgresql_parameters(current_app.config["DATABASE_URL"])
        if password := parameters.pop("password", None):
            environment["PGPASSWORD"] = password  # not visible in the list of processes
        parameters.pop("sslpassword", None)  # psql prompts for it
        command = ["psql", make_conninfo(**parameters)]
    try:
        os.execvpe(command[0], command, environment)  # noqa: S606
    except FileNotFoundError:
        raise click.ClickException(f"The program {command[0]} was not found.") from None
