"""Say what the pages at a host are called, and their colour (SITE-5)."""

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from core.validators import lower_if_ascii
from sites.models import Colour, Site


class Command(BaseCommand):
    help = "Give the pages at HOST a name and a colour, or change them; --remove takes them away."

    def add_arguments(self, parser):
        parser.add_argument("host", metavar="HOST")
        parser.add_argument("--name", help="what the pages are called")
        parser.add_argument("--colour", help=f"one of {', '.join(Colour)}")
        parser.add_argument("--remove", action="store_true", help="take both away")

    def handle(self, *, host, name, colour, remove, **options):
        if (name is None, colour is None) != (remove, remove):
            raise CommandError("You must use both --name and --colour, or --remove alone.")
        given = {} if remove else {"name": name.strip(), "colour": colour}
        wanted = Site(host=lower_if_ascii(host), **given)
        try:
            wanted.clean_fields(exclude={"name", "colour"} - given.keys())
        except ValidationError as error:
            field, messages = next(iter(error.message_dict.items()))
            raise CommandError(f"{field}: {messages[0]}") from None
        site = Site.objects.filter(host=wanted.host).first()
        if remove and not site:
            raise CommandError(f"{wanted.host} has no site.")
        if remove:
            site.delete()
            done = f"Removed {site}."
        elif site:
            site.name, site.colour = wanted.name, wanted.colour
            site.save()
            done = f"Changed {site}."
        else:
            wanted.save()
            done = f"Made {wanted}."
        self.stdout.write(done)
