"""Searching and counting the rows of large tables (DIRECTORY-1, DIRECTORY-7)."""

from sqlalchemy import Boolean, String, func, literal, select
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement

from core.extensions import db

MAX_COUNT = 1000  # rows


class HasGrams(FunctionElement):
    """The condition that columns together have each gram of a text: one to three characters.

    Each row that contains the text meets it, and some others do. SQLite has no index of grams:
    there all rows meet it.
    """

    inherit_cache = True
    type = Boolean()

    def __init__(self, columns, text):
        super().__init__(func.grams(*columns), func.search_grams(text))


@compiles(HasGrams)
def compile_has_grams(element, compiler, **options):
    columns, text = (compiler.process(each, **options) for each in element.clauses)
    return f"{columns} @> {text}"


@compiles(HasGrams, "sqlite")
def compile_for_sqlite(element, compiler, **options):
    return "1"


def contains(column, text):
    """Return the condition that a column contains a text, in any case (DIRECTORY-3).

    The text may also be an expression. SQLAlchemy's `icontains` compares in lower case, in which
    the two forms of sigma differ.
    """
    for wildcard in "\\%_":
        pair = wildcard, f"\\{wildcard}"
        is_str = isinstance(text, str)
        text = text.replace(*pair) if is_str else func.replace(text, *pair, type_=String)
    return func.upper(column).like(func.upper("%" + text + "%"), escape="\\")


def count_rows(rows, pk, limit=MAX_COUNT):
    """Return the number of rows, or `limit` + 1 if there are more."""
    limited = limit_rows(rows.with_only_columns(pk).order_by(None), limit + 1).subquery()
    return db.session.scalar(select(func.count()).select_from(limited))


def limit_rows(rows, limit):
    """Return the first rows. The limit is not a parameter: PostgreSQL plans for its value."""
    return rows.limit(literal(limit, literal_execute=True))


def limit_to_found(rows, indexed, pk):
    """Return the rows, and their number as `count_rows` returns it.

    `indexed` is a condition that all the rows meet, and by which an index finds them. Up to
    MAX_COUNT rows are then selected by primary key: in the order of the rows, the database could
    read all rows of the table to find a few.
    """
    found = rows.where(indexed).with_only_columns(pk).order_by(None)
    pks = db.session.scalars(limit_rows(found, MAX_COUNT + 1)).all()
    return (rows.where(pk.in_(pks)) if len(pks) <= MAX_COUNT else rows), len(pks)
