"""Production: what must be set is set, HTTPS is on, and DEBUG is ignored (SETTINGS-2)."""

import os

from core.environment import require

require("SECRET_KEY", "ALLOWED_HOSTS", "DATABASE_URL")
os.environ.setdefault("HTTPS", "1")  # before base derives cookies and HSTS from it
os.environ.setdefault("EMAIL_URL", "smtp://localhost:25")  # mails hold secrets: not into the log

from config.settings.base import *
