"""Logging in JSON, with the keys of the request in each line (LOG-1 to LOG-5)."""

import re
import sqlite3
from functools import partial

import structlog
from django.db import transaction
from psycopg.errors import UndefinedColumn, UndefinedTable

MIGRATE = "python manage.py migrate"


def missing_tables(error):
    """Return how to fix the error of a missing table or column; None for other errors."""
    while error:
        missing = isinstance(error, UndefinedTable | UndefinedColumn)
        if isinstance(error, sqlite3.OperationalError):
            missing = re.match("no such table|no such column|table .* has no column", str(error))
        if missing:
            reason = str(error).partition("\n")[0]
            return f"The database is not up to date ({reason}). Run: {MIGRATE}"
        error = error.__cause__
    return None


def explain_missing_tables(logger, name, event):
    """Replace the traceback of a missing table by the way to fix it (ERROR-5)."""
    exc_info = event.get("exc_info")
    message = missing_tables(exc_info[1]) if isinstance(exc_info, tuple) else None
    return event | {"event": message, "exc_info": None} if message else event


def mask_reset_tokens(logger, name, event):
    """Mask the tokens in URLs to reset a password (LOG-4)."""
    for key, value in event.items():
        if isinstance(value, str):
            event[key] = re.sub(r"(/reset/)\S+", r"\1***", value, flags=re.IGNORECASE)
    return event


PROCESSORS = [
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_log_level,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
    explain_missing_tables,
    structlog.processors.format_exc_info,
    mask_reset_tokens,
]
structlog.configure(
    processors=[
        structlog.stdlib.filter_by_level,  # first: a suppressed event takes no time
        *PROCESSORS,
        structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
    ],
    logger_factory=structlog.stdlib.LoggerFactory(),
    wrapper_class=structlog.stdlib.BoundLogger,
    cache_logger_on_first_use=True,
)
security_logger = structlog.get_logger("security")


class JSONFormatter(structlog.stdlib.ProcessorFormatter):
    """Renders the events of structlog and of the standard library in the same format."""

    def __init__(self):
        render = [self.remove_processors_meta, structlog.processors.JSONRenderer(sort_keys=True)]
        super().__init__(foreign_pre_chain=PROCESSORS, processors=render)


def log_security_event(event, pk=None, **more):
    """Log a security event with the primary key of its user, if known (LOG-2)."""
    # Outside of a transaction, `on_commit` calls the function at once.
    transaction.on_commit(partial(security_logger.info, event, user=pk, **more))


def logging_config(level):
    """Return the configuration of `logging`: all events to standard error."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"json": {"()": JSONFormatter}},
        "handlers": {
            "stderr": {"class": "logging.StreamHandler", "formatter": "json", "level": level}
        },
        "root": {"handlers": ["stderr"], "level": level},
    }
