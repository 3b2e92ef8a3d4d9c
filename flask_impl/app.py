"""The command line: `flask NAME` finds the application here."""

import sys

from environs import EnvError

from config.app import create_app

try:
    app = create_app()
except EnvError as error:
    sys.exit(f"Cannot start: {error}")
