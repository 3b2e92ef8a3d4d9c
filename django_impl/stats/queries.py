"""Statistics of the active users, in SQL (STATS-1)."""

from datetime import UTC, datetime

from django.db import connection

from accounts.models import Visibility

MONTHS = 12
MONTH = {
    "postgresql": "to_char(date_joined AT TIME ZONE 'UTC', 'YYYY-MM')",
    "sqlite": "strftime('%%Y-%%m', date_joined)",
}
SIGNUPS = """
    SELECT {month} AS month, count(*), 100.0 * count(*) / max(count(*)) OVER ()
    FROM users
    WHERE is_active AND {month} >= %(first)s
    GROUP BY month
"""
VISIBILITIES = """
    SELECT visibility, count(*), 100.0 * count(*) / sum(count(*)) OVER ()
    FROM users
    WHERE is_active
    GROUP BY visibility
"""


def get_statistics():
    """Return sign-ups by month and users by visibility, each as rows (name, count, percent).

    The percentage is relative to the month with the most sign-ups, and to all users.
    """
    months = last_months(datetime.now(UTC))
    signups = SIGNUPS.format(month=MONTH[connection.vendor])
    return {
        "signups": fill_missing(months, fetch(signups, first=months[0])),
        "visibilities": fill_missing(Visibility.values, fetch(VISIBILITIES)),
    }


def last_months(day):
    """Return the last 12 months up to this day, such as `2026-11`, in order."""
    last = day.year * 12 + day.month - 1
    return [f"{n // 12}-{n % 12 + 1:02}" for n in range(last - MONTHS + 1, last + 1)]


def fetch(sql, **parameters):
    """Return the rows of a query, with `%(name)s` for each parameter."""
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        return cursor.fetchall()


def fill_missing(names, rows):
    """Return a row for each name, in order, with zeros for names without a row."""
    found = {name: (count, round(float(percent), 1)) for name, count, percent in rows}
    return [(name, *found.get(name, (0, 0.0))) for name in names]
