"""Environment variables and their validation (SETTINGS-1 to SETTINGS-4)."""

import os
import re
from email.headerregistry import HeaderRegistry
from pathlib import Path
from urllib.parse import unquote, unquote_to_bytes, urlsplit

from environs import Env, EnvError, ValidationError, validate

LOG_LEVELS = ["DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL"]
MAX_NUMBER = 1_000_000_000
env = Env()


def require(*names):
    """Raise EnvError for the first of these variables that is not set, or empty."""
    for name in names:
        if not os.environ.get(name, "").strip():
            raise EnvError(f'Environment variable "{name}" not set')


def at_least(number):
    """Return a validator for integers of at least this number."""
    return validate.Range(min=number, max=MAX_NUMBER)


def validate_delays(values):
    """Raise ValidationError unless these are one or more numbers of seconds."""
    if not values or not all(0 < value <= MAX_NUMBER for value in values):
        raise ValidationError(f"Not numbers from 1 to {MAX_NUMBER}, separated by commas.")


def validate_text(value):
    """Raise ValidationError for bytes that are not UTF-8."""
    try:
        value.encode()
    except UnicodeEncodeError:
        raise ValidationError("Not text in UTF-8.") from None


def validate_sender(value):
    """Raise ValidationError unless this is one email address, with or without a name."""
    header = HeaderRegistry()("From", value) if value.isprintable() else None
    if not header or header.defects or len(header.addresses) != 1:
        raise ValidationError("Not an email address.")
    if not re.fullmatch(r"[!-~]+@[!-~]+", header.addresses[0].addr_spec):
        raise ValidationError("Not an email address.")


def validate_host_names(values):
    """Raise ValidationError unless all values are host names without scheme, port or `*`."""
    if not values:
        raise ValidationError("No host name.")
    for value in values:
        if not re.fullmatch(r"\.?[a-z0-9-]{1,63}(\.[a-z0-9-]{1,63})*", value):
            raise ValidationError(f"Not a host name: {value!r}.")


def sqlite_path(url):
    """Return the path of an SQLite URL, percent-decoded; raise ValueError for another URL."""
    parts = urlsplit(url)
    path = os.fsdecode(unquote_to_bytes(parts.path[1:]))
    if parts.netloc or re.search("[?#]", url) or "\0" in path:
        raise ValueError(url)
    if path in ("", ":memory:") or path.endswith("/"):
        raise ValueError(url)
    return Path(path).absolute()


def postgresql_parameters(url):
    """Return the connection parameters that libpq reads in a URL; raise ValueError."""
    from psycopg import ProgrammingError, conninfo  # not needed with SQLite

    try:
        parameters = conninfo.conninfo_to_dict(url)
    except ProgrammingError:
        raise ValueError(url) from None
    hosts = (parameters.get("host") or parameters.get("hostaddr") or "").split(",")
    ports = parameters.get("port", "").split(",")
    if not all(hosts) or any("@" in host for host in hosts if host[0] != "/"):
        raise ValueError(url)  # the password contains an "@" that is not percent-encoded
    if len(ports) not in (1, len(hosts)) or not all(map(is_port, filter(None, ports))):
        raise ValueError(url)
    if "#" in url or not 0 < len(parameters.get("dbname", "")) <= 63:
        raise ValueError(url)
    return parameters


def is_port(value):
    return re.fullmatch("[0-9]{1,5}", value) and 0 < int(value) < 65536


def is_bare(url):
    return url.endswith("://")


def is_redis(url):
    parts = urlsplit(url)
    names_database = re.fullmatch("/?[0-9]{0,5}", parts.path)
    return parts.hostname and names_database and parts.port != 0 and not re.search("[?#]", url)


def is_http(url):
    parts = urlsplit(url)
    return parts.hostname and parts.port != 0 and not re.search("[?#]", url)


def is_smtp(url):
    parts = urlsplit(url)
    user = unquote(f"{parts.username}{parts.password}")
    is_bare_host = parts.path in ("", "/") and not re.search("[?#]", url)
    return is_bare_host and user.isascii() and user.isprintable() and parts.port != 0


CHECKS = {
    "locmem": is_bare,
    "console": is_bare,
    "sqlite": sqlite_path,
    "postgres": postgresql_parameters,
    "postgresql": postgresql_parameters,
    "redis": is_redis,
    "rediss": is_redis,
    "http": is_http,
    "https": is_http,
    "smtp": is_smtp,
    "smtp+tls": is_smtp,
    "smtps": is_smtp,
}


def url_validator(*schemes):
    """Return a validator for URLs of these schemes; its message does not contain the URL."""

    def validate_url(value):
        scheme, separator, _ = value.partition("://")
        known = separator and scheme in schemes
        clean = value.isprintable() and (scheme == "sqlite" or " " not in value)
        try:
            usable = known and clean and CHECKS[scheme](value)
        except ValueError:
            usable = False
        if not usable:
            starts = " or ".join(f"{scheme}://" for scheme in schemes)
            raise ValidationError(f"Not a usable URL that starts with {starts}.")

    return validate_url


def validate_issuer(value):
    """Raise ValidationError unless this is empty, or the URL of an OpenID Connect provider.

    Only a provider on the same machine may use http.
    """
    if value:
        url_validator("http", "https")(value)
        is_local = urlsplit(value).hostname in ("localhost", "127.0.0.1", "::1")
        if len(value) > 200 or not (is_local or value.startswith("https://")):
            raise ValidationError("Not a usable URL that starts with https://.")
