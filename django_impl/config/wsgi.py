"""The WSGI application."""

import os
import sys

import django
from environs import EnvError

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.dev")
try:
    django.setup(set_prefix=False)
except EnvError as error:
    sys.exit(f"Cannot start: {error}")

from core.background import get_backend
from web.request import WSGIHandler

application = WSGIHandler()


def start_tasks():
    """Start what runs in the background. The server calls this in each of its processes."""
    get_backend().start()
