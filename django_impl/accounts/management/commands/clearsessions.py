"""Remove sessions that nobody can use any more (SESSION-8)."""

from django.core.management.base import BaseCommand
from django.utils import timezone

from accounts.models import Session


class Command(BaseCommand):
    help = "Remove expired sessions from the database."

    def handle(self, **options):
        removed, _ = Session.objects.filter(expire_date__lte=timezone.now()).delete()
        self.stdout.write(f"Removed {removed} sessions.")
