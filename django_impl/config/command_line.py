"""What the command line says without a database (COMMAND-4)."""

import re

from django.db import OperationalError


def reason(error):
    """Return in one line what the database lacks, or nothing for an error of another kind."""
    if lacks_tables(error.__cause__):
        return "tables or columns are missing: `python manage.py migrate` makes them."
    if isinstance(error, OperationalError):
        return str(error).strip().partition("\n")[0]
    return ""


def lacks_tables(error):
    """Return whether a driver's error says that a table or a column does not exist."""
    undefined = getattr(error, "sqlstate", None) in ("42P01", "42703")
    return undefined or re.match(r"no such (table|column)|table \S+ has no column", str(error))
