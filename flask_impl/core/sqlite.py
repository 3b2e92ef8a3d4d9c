"""A LIKE for SQLite, whose own knows no case but that of ASCII letters (DIRECTORY-3)."""

import fnmatch
import re
from functools import lru_cache

GLOB = {"%": "*", "_": "?"} | {character: f"[{character}]" for character in "*?["}


def add_functions(connection):
    """Replace the function behind the operator LIKE of a connection, without and with ESCAPE."""
    connection.create_function("like", 2, like, deterministic=True)
    connection.create_function("like", 3, like, deterministic=True)


def like(pattern, text, escape=None):
    """Return whether a text is like a pattern, in upper or lower case; None for NULL."""
    if pattern is None or text is None:
        return None
    return matcher(str(pattern), escape)(to_upper(str(text))) is not None


def to_upper(text):
    """Return a text in upper case, letter by letter as in PostgreSQL: ß is not SS."""
    upper = text.upper()
    if len(upper) == len(text):
        return upper
    cases = ((each.upper(), each.title(), each) for each in text)
    return "".join(next(case for case in each if len(case) == 1) for each in cases)


@lru_cache
def matcher(pattern, escape):
    """Return a function that matches a text in upper case with a pattern of LIKE."""
    glob, characters = [], iter(pattern)
    for character in characters:
        if character != escape:
            glob.append(GLOB.get(character, character))
        elif literal := next(characters, ""):
            glob.append(f"[{literal}]" if literal in "*?[" else literal)
        else:
            return re.compile("(?!)").match  # SQLite finds nothing by half a pattern
    return re.compile(fnmatch.translate(to_upper("".join(glob)))).match
