"""Searching and counting the rows of large tables (DIRECTORY-1, DIRECTORY-7)."""

from django.db.models import BooleanField, Func, Value

MAX_COUNT = 1000  # rows


class HasGrams(Func):
    """The condition that columns together have each gram of a text: one to three characters.

    Each row that contains the text meets it, and some others do. SQLite has no index of grams:
    there all rows meet it.
    """

    arg_joiner = " @> "
    output_field = BooleanField()
    template = "%(expressions)s"

    def __init__(self, columns, text):
        text = text if hasattr(text, "resolve_expression") else Value(text)
        super().__init__(Func(*columns, function="grams"), Func(text, function="search_grams"))

    def as_sqlite(self, compiler, connection):
        return "1", []


def count_rows(rows, limit=MAX_COUNT):
    """Return the number of rows, or `limit` + 1 if there are more."""
    return rows.order_by()[: limit + 1].count()


def limit_to_found(rows, indexed):
    """Return the rows, and their number as `count_rows` returns it.

    `indexed` is a condition that all the rows meet, and by which an index finds them. Up to
    MAX_COUNT rows are then selected by primary key: in the order of the rows, the database could
    read all rows of the table to find a few.
    """
    pks = rows.filter(indexed).order_by().values_list("pk", flat=True)
    pks = list(pks[: MAX_COUNT + 1])
    return (rows.filter(pk__in=pks) if len(pks) <= MAX_COUNT else rows), len(pks)
