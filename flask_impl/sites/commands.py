"""Set the name and the colour of the pages at a host (SITE-5)."""

import click
from sqlalchemy import select

from core.command_line import Command
from core.extensions import db
from core.validators import lower_if_ascii
from sites.models import Colour, Site


@click.command("setsite", cls=Command)
@click.argument("host")
@click.option("--name", help="name of the pages")
@click.option("--colour", help=f"one of {', '.join(Colour)}")
@click.option("--remove", is_flag=True, help="remove the site")
def setsite(host, name, colour, remove):
    """Set the name and the colour of the pages at HOST; with --remove, remove them."""
    if remove != (name is None) or remove != (colour is None):
        raise click.ClickException("You must use both --name and --colour, or --remove alone.")
    values = {} if remove else {"name": name.strip(), "colour": colour}
    try:
        new = Site(host=lower_if_ascii(host), **values)
    except ValueError as error:
        raise click.ClickException(str(error)) from None
    site = db.session.scalar(select(Site).filter_by(host=new.host))
    if remove and not site:
        raise click.ClickException(f"{new.host} has no site.")
    if remove:
        db.session.delete(site)
        message = f"Removed {site}."
    elif site:
        site.name, site.colour = new.name, new.colour
        message = f"Updated {site}."
    else:
        db.session.add(new)
        message = f"Created {new}."
    db.session.commit()
    click.echo(message)
