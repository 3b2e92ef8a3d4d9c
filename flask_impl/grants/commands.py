"""The command that removes expired grants, too (GRANT-5)."""

import click
from sqlalchemy import delete

from accounts.models import now
from core.command_line import Command
from core.extensions import db
from grants.models import Grant
from tokens import commands


@click.command("clearsessions", cls=Command)
@click.pass_context
def clearsessions(context):
    """Remove expired sessions, tokens and grants from the database."""
    context.invoke(commands.clearsessions)
    grants = db.session.execute(delete(Grant).where(Grant.expires_at <= now())).rowcount
    db.session.commit()
    click.echo(f"Removed {grants} grants.")
