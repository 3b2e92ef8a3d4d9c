"""Remove expired sessions and tokens (SESSION-8)."""

from django.core.management.base import BaseCommand
from django.utils import timezone

from accounts.models import Session
from tokens.models import Token


class Command(BaseCommand):
    help = "Remove expired sessions and tokens from the database."

    def handle(self, **options):
        now = timezone.now()
        sessions, _ = Session.objects.filter(expire_date__lte=now).delete()
        _, deleted = Token.objects.filter(expires_at__lte=now).delete()
        tokens = deleted.get("tokens.Token", 0)  # without the rows that refer to them
        self.stdout.write(f"Removed {sessions} sessions and {tokens} tokens.")
