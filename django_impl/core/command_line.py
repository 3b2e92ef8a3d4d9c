"""What the command line says without a database (COMMAND-4)."""

from django.db import OperationalError

from core.logs import missing_tables


def reason(error):
    """Return in one line why the database can't be used, or nothing for another error."""
    message = missing_tables(error)
    if message is None and isinstance(error, OperationalError):
        message = str(error).strip().partition("\n")[0]
    return message
