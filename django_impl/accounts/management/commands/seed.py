"""Fill the database with people to look at (SEED-1 to SEED-3)."""

import os
import re
from itertools import chain, islice

from django.contrib.auth.hashers import make_password
from django.core.management.base import BaseCommand, CommandError
from tqdm import tqdm

from accounts.demo import demo_people, generated_people
from accounts.models import User

BATCH = 2000  # people


class Command(BaseCommand):
    help = "Add the demo people; with --count, generated ones too. Who exists stays as they are."

    def add_arguments(self, parser):
        parser.add_argument("--count", default="0", help="how many people to generate")

    def handle(self, *, count, **options):
        password = os.environ.get("DEMO_PASSWORD")
        if not password:
            raise CommandError("DEMO_PASSWORD is not set: the demo people need a password.")
        if not re.fullmatch("[0-9]{1,7}", count):
            raise CommandError("--count must be a number from 0 to 9999999.")
        people = chain(demo_people(), generated_people(int(count)))
        added = self.add(people, len(demo_people()) + int(count), make_password(password))
        self.stdout.write(f"Added {added} people.")

    def add(self, people, total, password):
        """Insert those whose username is free, in batches; return how many that were."""
        taken = set(User.objects.values_list("username", flat=True))
        added = 0
        with tqdm(total=total, disable=None) as bar:
            while batch := list(islice(people, BATCH)):
                missing = [
                    User(password=password, **row) for row in batch if row["username"] not in taken
                ]
                User.objects.bulk_create(missing)
                added += len(missing)
                bar.update(len(batch))
        return added
