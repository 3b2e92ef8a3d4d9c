"""Parsing of JSON bodies, Basic credentials and times (API-9)."""

import json
import re
from base64 import b64decode
from datetime import UTC, datetime

TIME = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]+)?(Z|[+-][0-9]{2}:[0-9]{2})",
    re.IGNORECASE,
)


def parse_object(body):
    """Return the JSON object in a body as a dict; an empty body is an empty object.

    Raises ValueError for anything else, including NaN, which `json` accepts.
    """
    try:
        value = json.loads(body.decode() or "{}", parse_constant=reject_constant)
        json.dumps(value, ensure_ascii=False).encode()  # raises for an incomplete surrogate pair
    except RecursionError:
        raise ValueError("The object is nested too deeply.") from None
    if not isinstance(value, dict):
        raise ValueError("The body is not an object.")
    return value


def reject_constant(constant):
    raise ValueError(f"{constant} is not valid in JSON.")


def parse_basic(header):
    """Return the username and password of an Authorization header, or None (API-7)."""
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
    """Return the time in RFC 3339, as a datetime in UTC; raise ValueError if it is invalid."""
    if not isinstance(text, str) or not TIME.fullmatch(text):
        raise ValueError("Enter a time in RFC 3339, such as 2026-11-22T12:00:00Z.")
    try:
        return datetime.fromisoformat(text.upper()).astimezone(UTC)
    except (OverflowError, ValueError):
        raise ValueError("This time does not exist.") from None


def format_time(time):
    """Return a time in RFC 3339, in UTC (API-10)."""
    return time.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
