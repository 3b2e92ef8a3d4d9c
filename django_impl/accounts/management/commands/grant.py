"""Grant or revoke a permission (PERMIT-3)."""

from django.contrib.auth.models import Permission
from django.core.management.base import BaseCommand, CommandError

from accounts.models import User
from core.validators import lower_if_ascii


class Command(BaseCommand):
    help = "Grant a permission to a user; with --revoke, revoke it."

    def add_arguments(self, parser):
        parser.add_argument("username")
        parser.add_argument("permission")
        parser.add_argument("--revoke", action="store_true", help="revoke the permission")

    def handle(self, *, username, permission, revoke, **options):
        user = User.objects.filter(username=lower_if_ascii(username)).first()
        if user is None:
            raise CommandError("This user does not exist.")
        if permission not in dict(User._meta.permissions):
            raise CommandError("This permission does not exist.")
        row = Permission.objects.get(content_type__app_label="accounts", codename=permission)
        if revoke:
            user.user_permissions.remove(row)
            self.stdout.write(f"Revoked {permission} from {user}.")
        else:
            user.user_permissions.add(row)
            self.stdout.write(f"Granted {permission} to {user}.")
