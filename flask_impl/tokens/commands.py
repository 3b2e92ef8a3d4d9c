"""The command that removes expired sessions and tokens (SESSION-8)."""

import click
from sqlalchemy import delete

from accounts.models import Session, now
from core.command_line import Command
from core.extensions import db
from tokens.models import Token


@click.command("clearsessions", cls=Command)
def clearsessions():
    """Remove expired sessions and tokens from the database."""
    sessions = db.session.execute(delete(Session).where(Session.expires_at <= now())).rowcount
    tokens = db.session.execute(delete(Token).where(Token.expires_at <= now())).rowcount
    db.session.commit()
    click.echo(f"Removed {sessions} sessions and {tokens} tokens.")
