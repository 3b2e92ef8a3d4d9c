"""What a WSGI server serves."""

import os
import sys

from django.core.wsgi import get_wsgi_application
from environs import EnvError

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.dev")
try:
    application = get_wsgi_application()
except EnvError as error:
    sys.exit(f"Cannot start: {error}")

from profiles.kept import KeptPages

application = KeptPages(application)
