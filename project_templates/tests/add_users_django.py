"""Adds the demo users and the superuser to a project from the Django template."""

import json
import os
from pathlib import Path

import django
from django.contrib.auth import get_user_model
from django.contrib.auth.hashers import make_password

os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"
django.setup()
User = get_user_model()
password = make_password(os.environ["DEMO_PASSWORD"])
for fields in json.loads(Path(os.environ["DEMO_USERS"]).read_text(encoding="utf-8")):
    User.objects.create(password=password, **fields)
User.objects.create_superuser("admin", "admin@example.com", os.environ["ADMIN_PASSWORD"])
