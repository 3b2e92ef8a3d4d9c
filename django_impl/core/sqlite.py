"""Case-insensitive LIKE for SQLite, which ignores the case of ASCII letters only (DIRECTORY-3)."""

import re
from functools import lru_cache

WILDCARDS = {"%": ".*", "_": "."}


def add_functions(connection):
    """Replace the function of the operator LIKE with ESCAPE of a connection."""
    connection.create_function("like", 3, like, deterministic=True)


def like(pattern, text, escape):
    """Return whether a text matches a pattern, in any case; None for NULL."""
    if pattern is None or text is None:
        return None
    return matcher(str(pattern), escape)(to_upper(str(text))) is not None


def to_upper(text):
    """Return a text in upper case, character by character as in PostgreSQL: ß stays ß."""
    upper = text.upper()
    if len(upper) == len(text):
        return upper
    cases = ((each.upper(), each.title(), each) for each in text)
    return "".join(next(case for case in each if len(case) == 1) for each in cases)


@lru_cache
def matcher(pattern, escape):
    """Return a function that matches a text in upper case with a LIKE pattern."""
    parts = re.findall(f"{re.escape(escape)}?.", to_upper(pattern), re.DOTALL)
    expression = "".join(WILDCARDS.get(part) or re.escape(part[-1]) for part in parts)
    return re.compile(expression, re.DOTALL).fullmatch
