"""Remove expired grants, too (GRANT-5)."""

from django.utils import timezone

from grants.models import Grant
from tokens.management.commands import clearsessions


class Command(clearsessions.Command):
    help = "Remove expired sessions, tokens and grants from the database."

    def handle(self, **options):
        super().handle(**options)
        grants, _ = Grant.objects.filter(expires_at__lte=timezone.now()).delete()
        self.stdout.write(f"Removed {grants} grants.")
