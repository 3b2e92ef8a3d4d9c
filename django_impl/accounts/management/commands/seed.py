"""Add demo users to the database (SEED-1 to SEED-3)."""

import os
import re
from itertools import chain, islice

from django.contrib.auth.hashers import make_password
from django.core.management.base import BaseCommand, CommandError
from tqdm import tqdm

from accounts.demo_users import demo_users, generated_users
from accounts.models import User

BATCH_SIZE = 2000  # users


class Command(BaseCommand):
    help = "Add the demo users; with --count, generated users too. Existing users stay unchanged."

    def add_arguments(self, parser):
        parser.add_argument("--count", default="0", help="number of users to generate")

    def handle(self, *, count, **options):
        password = os.environ.get("DEMO_PASSWORD")
        if not password:
            raise CommandError("DEMO_PASSWORD is not set: the demo users need a password.")
        if not re.fullmatch("[0-9]{1,7}", count):
            raise CommandError("--count must be a number from 0 to 9999999.")
        users = chain(demo_users(), generated_users(int(count)))
        added = self.insert_users(users, len(demo_users()) + int(count), make_password(password))
        self.stdout.write(f"Added {added} users.")

    def insert_users(self, users, total, password):
        """Insert the users whose username is free, in batches; return their number."""
        taken = set(User.objects.values_list("username", flat=True))
        added = 0
        with tqdm(total=total, disable=None) as bar:
            while batch := list(islice(users, BATCH_SIZE)):
                missing = [
                    User(password=password, **row) for row in batch if row["username"] not in taken
                ]
                User.objects.bulk_create(missing)
                added += len(missing)
                bar.update(len(batch))
        return added
