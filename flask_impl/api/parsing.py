"""Reading what a program sends (API-9)."""

import json
import re
from base64 import b64decode
from datetime import UTC, datetime

TIME = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]+)?(Z|[+-][0-9]{2}:[0-9]{2})",
    re.IGNORECASE,
)


def parse_object(body):
    """Return the JSON object in some bytes; an empty body stands for an empty object.

    Raises ValueError for anything else, also for what Python takes and JSON does not know.
    """
    try:
        value = json.loads(body.decode() or "{}", parse_constant=refuse)
        json.dumps(value, ensure_ascii=False).encode()  # half a surrogate pair is no text
    except RecursionError:
        raise ValueError("This is nested too deeply.") from None
    if not isinstance(value, dict):
        raise ValueError("This is no object.")
    return value


def refuse(constant):
    raise ValueError(f"{constant} is no number in JSON.")


def parse_basic(header):
    """Return the name and the password, in UTF-8, that HTTP Basic holds; or None (API-7)."""
    scheme, _, encoded = header.partition(" ")
    if scheme.lower() != "basic":
        return None
    try:
        text = b64decode(encoded.strip(), validate=True).decode()
    except ValueError:
        return None
    name, colon, password = text.partition(":")
    return (name, password) if colon and "\0" not in name else None


def parse_time(text):
    """Return the time that is spelled as in RFC 3339, in UTC; raise ValueError for others."""
    if not isinstance(text, str) or not TIME.fullmatch(text):
        raise ValueError("Enter a time as in RFC 3339, such as 2026-11-22T12:00:00Z.")
    try:
        return datetime.fromisoformat(text.upper()).astimezone(UTC)
    except (OverflowError, ValueError):
        raise ValueError("There is no such time.") from None


def format_time(time):
    """Return a time in UTC as RFC 3339 spells it (API-10)."""
    return time.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
