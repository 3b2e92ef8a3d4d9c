"""Commands: demo people, a superuser, permissions."""

import os
import re
import sys
from itertools import chain, islice

import click
from sqlalchemy import delete, insert, select

from accounts.demo import demo_people, generated_people
from accounts.hashing import hash_password, unusable_password, validate_password
from accounts.models import Permission, User, UserPermission
from core.command_line import Command
from core.extensions import db
from core.validators import (
    lower_if_ascii,
    normalize_email,
    validate_email,
    validate_username,
)

BATCH = 2000  # people


@click.command("seed", cls=Command)
@click.option("--count", default="0", help="how many people to generate")
def seed(count):
    """Add the demo people; with --count, generated ones too. Who exists stays as they are."""
    password = os.environ.get("DEMO_PASSWORD")
    if not password:
        raise click.ClickException("DEMO_PASSWORD is not set: the demo people need a password.")
    if not re.fullmatch("[0-9]{1,7}", count):
        raise click.ClickException("--count must be a number from 0 to 9999999.")
    people = chain(demo_people(), generated_people(int(count)))
    added = add(people, len(demo_people()) + int(count), hash_password(password))
    click.echo(f"Added {added} people.")


def add(people, total, password):
    """Insert those whose username is free, in batches; return how many that were."""
    taken = set(db.session.scalars(select(User.username)))
    added = 0
    with click.progressbar(length=total, file=sys.stderr, hidden=not sys.stderr.isatty()) as bar:
        while batch := list(islice(people, BATCH)):
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
@click.option("--noinput", "--no-input", is_flag=True, help="ask for nothing")
def createsuperuser(username, email, noinput):
    """Make a superuser. With --noinput, the password is FLASK_SUPERUSER_PASSWORD."""
    username = value("username", username, noinput, validate_username).lower()
    email = normalize_email(value("email", email, noinput, validate_email))
    if db.session.scalar(select(User.id).filter_by(username=username)):
        raise click.ClickException("That username is already taken.")
    if noinput:
        password = os.environ.get("FLASK_SUPERUSER_PASSWORD")
    else:
        password = ask_for_password({"username": username, "email address": email})
    encoded = hash_password(password) if password else unusable_password()
    db.session.add(
        User(username=username, email=email, password=encoded, is_staff=True, is_superuser=True)
    )
    db.session.commit()
    click.echo("Superuser created successfully.")


def value(name, given, noinput, rule):
    """Return the valid value of an option, asked for where it is missing."""
    if given is None and noinput:
        raise click.ClickException(f"You must use --{name} with --noinput.")
    given = given if given is not None else click.prompt(name.capitalize())
    if not rule.matches(given):
        raise click.ClickException(rule.message)
    return given


def ask_for_password(attributes):
    """Return a password that was typed twice and is strong enough."""
    while True:
        password = click.prompt("Password", hide_input=True, confirmation_prompt="Password (again)")
        messages = validate_password(password, attributes)
        if not messages:
            return password
        click.echo("\n".join(messages), err=True)


@click.command("permit", cls=Command)
@click.argument("username")
@click.argument("permission")
@click.option("--revoke", is_flag=True, help="take it away")
def permit(username, permission, revoke):
    """Grant a permission to a person; with --revoke, take it away."""
    person = db.session.scalar(select(User).filter_by(username=lower_if_ascii(username)))
    if person is None:
        raise click.ClickException("There is no such person.")
    if permission not in list(Permission):
        raise click.ClickException("There is no such permission.")
    named = {"user_id": person.id, "permission": permission}
    if revoke:
        db.session.execute(delete(UserPermission).filter_by(**named))
        click.echo(f"Revoked {permission} from {person}.")
    else:
        db.session.merge(UserPermission(**named))
        click.echo(f"Granted {permission} to {person}.")
    db.session.commit()


def init_app(app):
    app.cli.add_command(seed)
    app.cli.add_command(createsuperuser)
    app.cli.add_command(permit)
