"""Case-insensitive LIKE for SQLite, which ignores the case of ASCII letters only (DIRECTORY-3)."""

import fnmatch
import re
from functools import lru_cache

GLOB = {"%": "*", "_": "?"} | {character: f"[{character}]" for character in "*?["}


def add_functions(connection):
    """Replace the function of the LIKE operator of a connection, with and without ESCAPE."""
    connection.create_function("like", 2, like, deterministic=True)
    connection.create_function("like", 3, like, deterministic=True)


def like(pattern, text, escape=None):
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
    glob, characters = [], iter(pattern)
    for character in characters:
        if character != escape:
            glob.append(GLOB.get(character, character))
        elif literal := next(characters, ""):
            glob.append(f"[{literal}]" if literal in "*?[" else literal)
        else:
            return re.compile("(?!)").match  # incomplete escape: no match, as in SQLite
    return re.compile(fnmatch.translate(to_upper("".join(glob)))).match
