"""Secrets in files: NAME_FILE is the path of a file with the value of NAME (SETTINGS-9)."""

import os
import sys
from pathlib import Path

SECRETS = (
    "SECRET_KEY",
    "DATABASE_URL",
    "CACHE_URL",
    "EMAIL_URL",
    "OIDC_CLIENT_SECRET",
    "DEMO_PASSWORD",
    "ADMIN_PASSWORD",
)


def read_secret_files():
    """Set each variable that is in a file; exit with a message if the file is unusable."""
    for name in SECRETS:
        if os.environ.get(f"{name}_FILE"):
            os.environ[name] = read_secret(name)
            del os.environ[f"{name}_FILE"]


def read_secret(name):
    """Return the content of the file in NAME_FILE, without newlines at its end."""
    if os.environ.get(name):
        sys.exit(f"Cannot start: {name} and {name}_FILE are both set.")
    try:
        secret = Path(os.environ[f"{name}_FILE"]).read_text(encoding="utf-8").rstrip("\n")
    except (OSError, UnicodeDecodeError):
        sys.exit(f"Cannot start: {name}_FILE is not the path of a readable text file.")
    if not secret.strip() or "\0" in secret:
        sys.exit(f"Cannot start: the file in {name}_FILE contains no secret.")
    return secret
