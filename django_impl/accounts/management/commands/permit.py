"""Let a person do what only some may (PERMIT-3)."""

from django.contrib.auth.models import Permission
from django.core.management.base import BaseCommand, CommandError

from accounts.models import User
from core.validators import lower_if_ascii


class Command(BaseCommand):
    help = "Grant a permission to a person; with --revoke, take it away."

    def add_arguments(self, parser):
        parser.add_argument("username")
        parser.add_argument("permission")
        parser.add_argument("--revoke", action="store_true", help="take it away")

    def handle(self, *, username, permission, revoke, **options):
        person = User.objects.filter(username=lower_if_ascii(username)).first()
        if person is None:
            raise CommandError("There is no such person.")
        if permission not in dict(User._meta.permissions):
            raise CommandError("There is no such permission.")
        named = Permission.objects.get(content_type__app_label="accounts", codename=permission)
        if revoke:
            person.user_permissions.remove(named)
            self.stdout.write(f"Revoked {permission} from {person}.")
        else:
            person.user_permissions.add(named)
            self.stdout.write(f"Granted {permission} to {person}.")
