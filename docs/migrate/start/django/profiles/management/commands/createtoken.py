"""Creates a token of the API."""

from django.contrib.auth.models import User
from django.core.management.base import BaseCommand

from profiles.models import Token


class Command(BaseCommand):
    """Prints the new token, once."""

    help = "Create a token of the API for a user, and print it."

    def add_arguments(self, parser):
        parser.add_argument("username")

    def handle(self, username, **options):
        token = Token.objects.create(user=User.objects.get(username=username))
        self.stdout.write(token.key)
