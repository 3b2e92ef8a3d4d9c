"""Settings for production: required variables, HTTPS is on, DEBUG is ignored (SETTINGS-2)."""

import os

from core.environment import require
from core.secret_files import read_secret_files

read_secret_files()
require("SECRET_KEY", "ALLOWED_HOSTS", "DATABASE_URL")
os.environ.setdefault("HTTPS", "1")  # read by the base settings
os.environ.setdefault(
    "EMAIL_URL", "smtp://localhost:25"
)  # not to the console: emails contain secrets

from config.settings.base import *
