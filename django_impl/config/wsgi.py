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

from web.request import WSGIHandler

application = WSGIHandler()
