"""What a WSGI server serves."""

import sys

from environs import EnvError

from config.app import create_app

try:
    application = create_app()
except EnvError as error:
    sys.exit(f"Cannot start: {error}")
