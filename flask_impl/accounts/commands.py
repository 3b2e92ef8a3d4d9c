"""Commands: `seed`, `createsuperuser`, `prepare`, which migrates and runs both, and `grant`."""

import os
import re
import sys
from itertools import chain, islice

import click
from flask_migrate import upgrade
from sqlalchemy import delete, insert, select

from accounts.demo_users import demo_users, generated_users
from accounts.hashing import hash_password, unusable_password, validate_password
from accounts.models import Permission, User, UserPermission
from core.command_line import Command
from core.extensions import db
from core.validators import lower_if_ascii, normalize_email, validate_email, validate_username

BATCH_SIZE = 2000  # users


@click.command("seed", cls=Command)
@click.option("--count", default="0", help="number of users to generate")
def seed(count):
    """Add the demo users; with --count, generated users too. Existing users stay unchanged."""
    password = os.environ.get("DEMO_PASSWORD")
    if not password:
        raise click.ClickException("DEMO_PASSWORD is not set: the demo users need a password.")
    if not re.fullmatch("[0-9]{1,7}", count):
        raise click.ClickException("--count must be a number from 0 to 9999999.")
    users = chain(demo_users(), generated_users(int(count)))
    added = insert_users(users, len(demo_users()) + int(count), hash_password(password))
    click.echo(f"Added {added} users.")


def insert_users(users, total, password):
    """Insert the users whose username is free, in batches; return their number."""
    taken = set(db.session.scalars(select(User.username)))
    added = 0
    with click.progressbar(length=total, file=sys.stderr, hidden=not sys.stderr.isatty()) as bar:
        while batch := list(islice(users, BATCH_SIZE)):
            missing = [
                {"password": password, **row} for row in batch if row["username"] not in taken
            ]
            if missing:
                db.session.execute(insert(User), missing)
                db.session.commit()
            added += len(missing)
            bar.update(len(batch))
    return added


@click.command("createsuperuser", cls=Command)
@click.option("--username", envvar="FLASK_SUPERUSER_USERNAME")
@click.option("--email", envvar="FLASK_SUPERUSER_EMAIL")
@click.option("--noinput", "--no-input", is_flag=True, help="do not prompt for input")
def createsuperuser(username, email, noinput):
    """Create a superuser. With --noinput, the password is FLASK_SUPERUSER_PASSWORD."""
    username = get_option("username", username, noinput, validate_username).lower()
    email = normalize_email(get_option("email", email, noinput, validate_email))
    if db.session.scalar(select(User.id).filter_by(username=username)):
        raise click.ClickException("That username is already taken.")
    if noinput:
        password = os.environ.get("FLASK_SUPERUSER_PASSWORD")
    else:
        password = prompt_for_password({"username": username, "email address": email})
    encoded = hash_password(password) if password else unusable_password()
    db.session.add(
        User(username=username, email=email, password=encoded, is_staff=True, is_superuser=True)
    )
    db.session.commit()
    click.echo("Superuser created successfully.")


def get_option(name, value, noinput, rule):
    """Return the value of an option, or of a prompt if it is missing; raise if it is invalid."""
    if value is None and noinput:
        raise click.ClickException(f"You must use --{name} with --noinput.")
    value = value if value is not None else click.prompt(name.capitalize())
    if not rule.matches(value):
        raise click.ClickException(rule.message)
    return value


def prompt_for_password(attributes):
    """Prompt for a password twice until it is valid; return it."""
    while True:
        password = click.prompt("Password", hide_input=True, confirmation_prompt="Password (again)")
        messages = validate_password(password, attributes)
        if not messages:
            return password
        click.echo("\n".join(messages), err=True)


@click.command("prepare", cls=Command)
@click.pass_context
def prepare(context):
    """Migrate the database; add the demo users and the superuser admin, unless they exist."""
    upgrade()
    context.invoke(seed, count="0")
    if not db.session.scalar(select(User.id).filter_by(username="admin")):
        admin = {"username": "admin", "email": "admin@example.com"}
        context.invoke(createsuperuser, noinput=True, **admin)


@click.command("grant", cls=Command)
@click.argument("username")
@click.argument("permission")
@click.option("--revoke", is_flag=True, help="revoke the permission")
def grant(username, permission, revoke):
    """Grant a permission to a user; with --revoke, revoke it."""
    user = db.session.scalar(select(User).filter_by(username=lower_if_ascii(username)))
    if user is None:
        raise click.ClickException("This user does not exist.")
    if permission not in list(Permission):
        raise click.ClickException("This permission does not exist.")
    row = {"user_id": user.id, "permission": permission}
    if revoke:
        db.session.execute(delete(UserPermission).filter_by(**row))
    else:
        db.session.merge(UserPermission(**row))
    db.session.commit()
    click.echo(
        f"Revoked {permission} from {user}." if revoke else f"Granted {permission} to {user}."
    )


def init_app(app):
    app.cli.add_command(seed)
    app.cli.add_command(createsuperuser)
    app.cli.add_command(prepare)
    app.cli.add_command(grant)
