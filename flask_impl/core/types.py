"""Column types."""

from datetime import UTC

from sqlalchemy import BigInteger, DateTime, Integer
from sqlalchemy.types import TypeDecorator

# SQLite assigns ids only to a column of type INTEGER.
BIG_INTEGER = BigInteger().with_variant(Integer, "sqlite")


class UtcDateTime(TypeDecorator):
    """An aware datetime in UTC, on SQLite, too, which does not store time zones."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_result_value(self, value, dialect):
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)
