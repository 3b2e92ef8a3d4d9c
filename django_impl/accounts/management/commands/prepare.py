"""Bring the database up to date, and fill it, in one process (RUN-1)."""

from django.core.management import call_command
from django.core.management.base import BaseCommand

from accounts.models import User


class Command(BaseCommand):
    help = "Migrate the database; add the demo users and the superuser admin, unless they exist."

    def handle(self, **options):
        call_command("migrate", verbosity=0)
        call_command("seed")
        if not User.objects.filter(username="admin").exists():
            admin = {"username": "admin", "email": "admin@example.com"}
            call_command("createsuperuser", interactive=False, **admin)
