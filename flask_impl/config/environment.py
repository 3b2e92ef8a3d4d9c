"""Reading and judging environment variables (SETTINGS-1 to SETTINGS-4)."""

import os
import re
from urllib.parse import parse_qs, urlsplit

from environs import Env, EnvError, ValidationError

env = Env()


def require(*names):
    """Raise EnvError for the first of these variables that is missing or empty."""
    for name in names:
        if not os.environ.get(name, "").strip():
            raise EnvError(f'Environment variable "{name}" not set')


def url_of(*schemes):
    """Return a validator for URLs of these schemes, which never repeats a password."""

    def validate(value):
        try:
            url = urlsplit(value)
            valid = value.startswith(tuple(f"{scheme}://" for scheme in schemes)) and url.port != 0
        except ValueError:
            valid = False
        if valid and url.scheme in ("postgres", "postgresql"):
            host = url.hostname or "host" in parse_qs(url.query)  # or a socket's folder
            valid = bool(host and url.path.strip("/"))
        if valid and url.scheme == "sqlite":
            valid = not url.netloc and len(url.path) > 1
        if valid and url.scheme in ("redis", "rediss"):
            valid = bool(url.hostname and re.fullmatch("/?[0-9]*", url.path) and not url.query)
        if valid and url.scheme in ("http", "https"):
            valid = bool(url.hostname and not url.query and not url.fragment)
        if not valid:
            starts = " or ".join(f"{scheme}://" for scheme in schemes)
            raise ValidationError(f"Not a URL that starts with {starts}.")

    return validate


def host_names(values):
    """Refuse a list that holds anything but host names without scheme, port or wildcard."""
    for value in values:
        if not re.fullmatch(r"\.?[a-z0-9-]{1,63}(\.[a-z0-9-]{1,63})*", value):
            raise ValidationError(f"Not a host name: {value!r}.")
