"""Error messages of commands without a database (COMMAND-4)."""

from django.db import OperationalError

from core.logs import missing_tables


def reason(error):
    """Return why the database can't be used, in one line; None for other errors."""
    message = missing_tables(error)
    if message is None and isinstance(error, OperationalError):
        message = str(error).strip().partition("\n")[0]
    return message
