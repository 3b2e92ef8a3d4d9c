"""Fills an empty database with people, among them those that are hard to move."""

import json
import os
from datetime import UTC, datetime
from pathlib import Path

from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import User
from django.core.management.base import BaseCommand

from profiles.models import Profile

FIRST_NAMES = ["Ada", "Emmy", "Grete", "Lise", "Maria", "Sofja", "Hertha", "Mary"]


def add(username, password, visibility="public", **fields):
    """Add a user with a profile; `password` is a hash."""
    fields = {"email": f"{username.lower()}@example.com"} | fields
    user = User.objects.create(username=username, password=password, **fields)
    Profile.objects.create(user=user, visibility=visibility)
    return user


class Command(BaseCommand):
    """Adds the users of DEMO_USERS, a superuser, and those whose rows have a history."""

    help = "Fill an empty database with people."

    def handle(self, **options):
        password = os.environ["DEMO_PASSWORD"]
        usual = make_password(password)
        self.add_demo_users(usual)
        admin = os.environ["ADMIN_PASSWORD"]
        User.objects.create_superuser("admin", "admin@example.com", admin)  # without a profile
        self.add_ordinary(usual)
        self.add_old_hashes(password)
        self.add_nasty(usual)

    def add_demo_users(self, usual):
        """Add the users of a JSON file, with primary keys from 1."""
        demo_users = json.loads(Path(os.environ["DEMO_USERS"]).read_text(encoding="utf-8"))
        for each in demo_users:
            names = ("username", "email", "first_name", "last_name", "is_active")
            user = User.objects.create(password=usual, **{name: each[name] for name in names})
            details = {name: each[name] for name in ("bio", "location", "website", "visibility")}
            Profile.objects.create(user=user, **details)

    def add_ordinary(self, usual):
        """Add people with gaps between their primary keys."""
        for number in range(16):
            user = add(f"person{number}", usual, first_name=FIRST_NAMES[number % 8])
            if number % 5 == 3:
                user.delete()

    def add_old_hashes(self, password):
        """Add people whose hash is from another time, or from nowhere."""
        for hasher in ("bcrypt_sha256", "pbkdf2_sha1", "scrypt"):
            add(f"from_{hasher}", make_password(password, hasher=hasher))
        add("no_password", make_password(None), "private")

    def add_nasty(self, usual):
        """Add people with hard names, email addresses and times; the last ones leave again."""
        add("Marie", usual, email="Marie@Example.com")
        add("marie", usual, email="marie@example.com")
        add("ren\u00e9", usual)
        # Imported, past the form, which reads the other normal form: nobody logs in as this user.
        add("rene\u0301", usual, "private", first_name="Rene\u0301")
        add("no_email", usual, email="")
        add("a.b+c@d-e", usual)
        add("x" * 150, usual, email="long@example.com")
        # 02:30 in Berlin happened twice on this day; this is the second time.
        add("summer_ends", usual, date_joined=datetime(2024, 10, 27, 1, 30, tzinfo=UTC))
        add("retired", usual, is_superuser=True, is_staff=True, is_active=False)
        add("editor", usual, is_staff=True)
        for name in ("left1", "left2"):
            add(name, usual).delete()
