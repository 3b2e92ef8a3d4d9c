"""The deprecations that processes log, each with the line of the application that led to it."""

import json
from pathlib import Path

HOOK = Path(__file__).with_name("deprecation_log")


def variables(path):
    """Return the environment variables of a Python that appends its deprecations to a file."""
    return {"PYTHONPATH": str(HOOK), "DEPRECATIONS": str(path)}


def read(path):
    """Return each deprecation of a file once, as (line, category, message), sorted."""
    lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
    entries = map(json.loads, lines)
    return sorted({(each["line"], each["category"], each["message"]) for each in entries})


def describe(name, found):
    """Return the deprecations of an implementation as text, one on each line."""
    lines = [f"  {line}  {category}: {' '.join(text.split())}" for line, category, text in found]
    return "\n".join([f"Deprecated in {name}: {len(found)}", *lines])
