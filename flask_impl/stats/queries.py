"""How many people there are, asked in SQL (STATS-1)."""

from datetime import UTC, datetime

from sqlalchemy import text

from accounts.models import Visibility
from core.extensions import db

MONTHS = 12
MONTH = {
    "postgresql": "to_char(date_joined AT TIME ZONE 'UTC', 'YYYY-MM')",
    "sqlite": "strftime('%Y-%m', date_joined)",
}
SIGNUPS = """
    SELECT {month} AS month, count(*), 100.0 * count(*) / max(count(*)) OVER ()
    FROM users
    WHERE is_active AND {month} >= :first
    GROUP BY month
"""
VISIBILITIES = """
    SELECT visibility, count(*), 100.0 * count(*) / sum(count(*)) OVER ()
    FROM users
    WHERE is_active
    GROUP BY visibility
"""


def figures():
    """Return sign-ups by month and people by visibility, each as rows: (name, people, per cent).

    Per cent are of the month with the most sign-ups, and of all people.
    """
    months = last_months(datetime.now(UTC))
    signups = SIGNUPS.format(month=MONTH[db.engine.dialect.name])
    return {
        "signups": fill(months, fetch(signups, first=months[0])),
        "visibilities": fill(Visibility, fetch(VISIBILITIES)),
    }


def last_months(day):
    """Return the months that end with that of a day, such as `2026-11`, the last one last."""
    last = day.year * 12 + day.month - 1
    return [f"{n // 12}-{n % 12 + 1:02}" for n in range(last - MONTHS + 1, last + 1)]


def fetch(sql, **parameters):
    """Run a query with `:name` for each parameter, which the driver quotes."""
    return db.session.execute(text(sql), parameters)


def fill(names, rows):
    """Return one row for each name, in their order, with zeros where the database has none."""
    found = {name: (people, round(float(percent), 1)) for name, people, percent in rows}
    return [(name, *found.get(name, (0, 0.0))) for name in names]
