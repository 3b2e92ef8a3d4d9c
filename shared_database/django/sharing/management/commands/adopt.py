"""The command that adopts a database whose tables the other implementation has made."""

from django.core.management import BaseCommand, CommandError, call_command
from django.db import transaction

from sharing.schema import create_other_tables, create_triggers, local_apps, misfits


class Command(BaseCommand):
    help = (
        "Adopt tables that the other implementation made; record all migrations as applied. "
        "Fails without a change if a column differs."
    )
    requires_system_checks = []

    def handle(self, **options):
        if found := misfits():
            raise CommandError("\n".join(["The database does not fit.", *found]))
        for app in ("contenttypes", "auth"):
            call_command("migrate", app, verbosity=0)
        create_other_tables()
        for app in local_apps():
            call_command("migrate", app.label, fake=True, verbosity=0)
        call_command("migrate", verbosity=0)
        with transaction.atomic():
            create_triggers()
