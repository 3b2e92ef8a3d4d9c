#!/usr/bin/env python
"""The command line: `python manage.py NAME`."""

import os
import sys

from django.core.management import execute_from_command_line
from django.db import Error
from environs import EnvError

from core.command_line import reason

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.dev")
    try:
        execute_from_command_line(sys.argv)
    except EnvError as error:
        sys.exit(f"Cannot start: {error}")
    except Error as error:
        if not reason(error):
            raise
        sys.exit(f"The database can't be used: {reason(error)}")
