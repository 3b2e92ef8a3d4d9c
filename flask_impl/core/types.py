"""Column types of our own."""

from datetime import UTC

from sqlalchemy import BigInteger, DateTime, Integer
from sqlalchemy.types import TypeDecorator

# SQLite numbers its rows by itself only in a column of this very type.
BIG_INTEGER = BigInteger().with_variant(Integer, "sqlite")


class UtcDateTime(TypeDecorator):
    """An aware time in UTC, on SQLite too, which stores no time zone."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_result_value(self, value, dialect):
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)
