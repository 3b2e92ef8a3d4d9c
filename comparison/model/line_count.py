"""How many lines were written: without blank ones and comments, docstrings by themselves."""

import ast
import io
import tokenize
from collections import Counter

from jinja2 import Environment

from comparison.model.source_refs import SIDES, files, read

NO_CODE = {
    tokenize.COMMENT, tokenize.NL, tokenize.NEWLINE, tokenize.INDENT, tokenize.DEDENT,
    tokenize.ENCODING, tokenize.ENDMARKER,
}  # fmt: skip
DOCUMENTED = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
LEXER = Environment()  # noqa: S701, which renders nothing


def in_python(text):
    """Return which lines of a Python file are code, and which docstrings, as two sets."""
    written = set()
    for token in tokenize.generate_tokens(io.StringIO(text).readline):
        if token.type not in NO_CODE:
            written.update(range(token.start[0], token.end[0] + 1))
    told = set()
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, DOCUMENTED) and ast.get_docstring(node) is not None:
            told.update(range(node.body[0].lineno, node.body[0].end_lineno + 1))
    return written - told, told


def in_template(text):
    """Return which lines of a template are neither blank nor a comment.

    Both template languages have the same marks of comments.
    """
    written = set()
    for number, kind, value in LEXER.lex(text):
        if not kind.startswith("comment"):
            lines = enumerate(value.split("\n"), number)
            written.update(line for line, part in lines if part.strip())
    return written


def of_python(text):
    """Return how many lines of a Python file are code, and how many docstrings, as a Counter."""
    written, told = in_python(text)
    return Counter(python=len(written), docstrings=len(told))


def of_template(text):
    """Return how many lines of a template are neither blank nor a comment, as a Counter."""
    return Counter(templates=len(in_template(text)))


def of_places(places):
    """Return how many lines are written in some Places; what is in two of them counts once."""
    found = set()
    for place in places:
        text = read(place.side, place.file)
        written = in_python(text)[0] if place.file.endswith(".py") else in_template(text)
        found |= {(place.file, n) for n in written if place.start <= n <= place.end}
    return len(found)


def area(file):
    """Return the part of an application that a file, or a template, belongs to."""
    folders = file.removeprefix("templates/").split("/")[:-1]
    if "migrations" in folders:
        return "migrations"
    return folders[0] if folders else "(root)"


def by_area():
    """Return the lines of each side, as {area: {side: Counter}}, areas in order."""
    found = {}
    for side in SIDES:
        for file in files(side):
            if file.endswith(".py"):
                counted = of_python(read(side, file))
            elif file.startswith("templates/"):
                counted = of_template(read(side, file))
            else:
                continue
            of_area = found.setdefault(area(file), {each: Counter() for each in SIDES})
            of_area[side].update(counted)
    return dict(sorted(found.items()))
