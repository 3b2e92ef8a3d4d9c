"""Say what the pages at a host are called, and their colour (SITE-5)."""

import click
from sqlalchemy import select

from core.command_line import Command
from core.extensions import db
from core.validators import lower_if_ascii
from sites.models import Colour, Site


@click.command("site", cls=Command)
@click.argument("host")
@click.option("--name", help="what the pages are called")
@click.option("--colour", help=f"one of {', '.join(Colour)}")
@click.option("--remove", is_flag=True, help="take both away")
def site(host, name, colour, remove):
    """Give the pages at HOST a name and a colour, or change them; --remove takes them away."""
    if (name is None, colour is None) != (remove, remove):
        raise click.ClickException("You must use both --name and --colour, or --remove alone.")
    given = {} if remove else {"name": name.strip(), "colour": colour}
    try:
        wanted = Site(host=lower_if_ascii(host), **given)
    except ValueError as error:
        raise click.ClickException(str(error)) from None
    site = db.session.scalar(select(Site).filter_by(host=wanted.host))
    if remove and not site:
        raise click.ClickException(f"{wanted.host} has no site.")
    if remove:
        db.session.delete(site)
        done = f"Removed {site}."
    elif site:
        site.name, site.colour = wanted.name, wanted.colour
        done = f"Changed {site}."
    else:
        db.session.add(wanted)
        done = f"Made {wanted}."
    db.session.commit()
    click.echo(done)
