"""Set the name and the colour of the pages at a host (SITE-5)."""

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from core.validators import lower_if_ascii
from sites.models import Colour, Site


class Command(BaseCommand):
    help = "Set the name and the colour of the pages at HOST; with --remove, remove them."

    def add_arguments(self, parser):
        parser.add_argument("host", metavar="HOST")
        parser.add_argument("--name", help="name of the pages")
        parser.add_argument("--colour", help=f"one of {', '.join(Colour)}")
        parser.add_argument("--remove", action="store_true", help="remove the site")

    def handle(self, *, host, name, colour, remove, **options):
        if remove != (name is None) or remove != (colour is None):
            raise CommandError("You must use both --name and --colour, or --remove alone.")
        values = {} if remove else {"name": name.strip(), "colour": colour}
        new = Site(host=lower_if_ascii(host), **values)
        try:
            new.clean_fields(exclude={"name", "colour"} - values.keys())
        except ValidationError as error:
            field, messages = next(iter(error.message_dict.items()))
            raise CommandError(f"{field}: {messages[0]}") from None
        site = Site.objects.filter(host=new.host).first()
        if remove and not site:
            raise CommandError(f"{new.host} has no site.")
        if remove:
            site.delete()
            message = f"Removed {site}."
        elif site:
            site.name, site.colour = new.name, new.colour
            site.save()
            message = f"Updated {site}."
        else:
            new.save()
            message = f"Created {new}."
        self.stdout.write(message)
