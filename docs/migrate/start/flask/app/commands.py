"""Commands: `flask --app wsgi create-admin admin`, `flask --app wsgi delete-expired-tokens`."""

import click
from flask import Blueprint

from app import db
from app.models import User, now

bp = Blueprint("commands", __name__, cli_group=None)


@bp.cli.command()
@click.argument("username")
@click.password_option(envvar="ADMIN_PASSWORD")
def create_admin(username, password):
    """Create a user with all rights."""
    user = User(username=username, is_admin=True)
    user.set_password(password)
    db.session.add(user)
    db.session.commit()


@bp.cli.command()
def delete_expired_tokens():
    """Delete the API tokens that have expired. A job runs it every night."""
    expired = db.update(User).where(User.token_expiration < now())
    db.session.execute(expired.values(token=None, token_expiration=None))
    db.session.commit()
