"""Where a server listens, and its number of processes: HOST, PORT and WORKERS (RUN-1)."""

import os
import re
import sys


def read_number(name, default, least, most):
    """Return the number in a variable, or the default if it is empty; exit if it is invalid."""
    value = os.environ.get(name) or str(default)
    if not re.fullmatch("[0-9]{1,5}", value) or not least <= int(value) <= most:
        sys.exit(f"Cannot start: {name} is not a number from {least} to {most}.")
    return int(value)


def read_host():
    """Return the host name or IP address in HOST, without brackets; exit if it is invalid."""
    host = (os.environ.get("HOST") or "127.0.0.1").strip("[]")
    if not re.fullmatch("[A-Za-z0-9.:%_-]+", host):
        sys.exit("Cannot start: HOST is not a host name or IP address.")
    return host


def read_port():
    """Return the number in PORT."""
    return read_number("PORT", 8000, 0, 65535)


def read_bind():
    """Return HOST and PORT as in a URL, such as `[::1]:8000`."""
    host, port = read_host(), read_port()
    return f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
