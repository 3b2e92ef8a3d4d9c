"""Settings; values that vary are environment variables."""

import os
import secrets
from pathlib import Path

BASE_DIR = Path(__file__).resolve().parents[1]
DATA_DIR = Path(os.environ.get("DATA_DIR", BASE_DIR))

# Without the variable, a restart logs all users out.
SECRET_KEY = os.environ.get("SECRET_KEY") or secrets.token_urlsafe(50)
TRUSTED_HOSTS = os.environ.get("ALLOWED_HOSTS", "localhost,127.0.0.1").split(",")

SQLALCHEMY_DATABASE_URI = f"sqlite:///{DATA_DIR / 'db.sqlite3'}"

SESSION_COOKIE_SAMESITE = "Lax"
