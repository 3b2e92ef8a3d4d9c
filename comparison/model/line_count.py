"""Counts lines of code without blank lines and comments; docstrings are counted separately."""

import ast
import io
import tokenize
from collections import Counter
from functools import cache

from jinja2 import Environment

from comparison.model.source_refs import IMPLEMENTATIONS, list_files, read_file

NON_CODE_TOKENS = {
    tokenize.COMMENT, tokenize.NL, tokenize.NEWLINE, tokenize.INDENT, tokenize.DEDENT,
    tokenize.ENCODING, tokenize.ENDMARKER,
}  # fmt: skip
DOCUMENTED_NODES = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
LEXER = Environment()  # noqa: S701, which renders nothing


@cache
def python_lines(text):
    """Return the numbers of the code lines and of the docstring lines, as two sets."""
    code = set()
    for token in tokenize.generate_tokens(io.StringIO(text).readline):
        if token.type not in NON_CODE_TOKENS:
            code.update(range(token.start[0], token.end[0] + 1))
    docstrings = set()
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, DOCUMENTED_NODES) and ast.get_docstring(node) is not None:
            docstrings.update(range(node.body[0].lineno, node.body[0].end_lineno + 1))
    return code - docstrings, docstrings


@cache
def template_lines(text):
    """Return the numbers of the lines of a template that are neither blank nor a comment.

    Comments have the same syntax in both template languages.
    """
    found = set()
    for number, kind, value in LEXER.lex(text):
        if not kind.startswith("comment"):
            lines = enumerate(value.split("\n"), number)
            found.update(line for line, part in lines if part.strip())
    return found


def count_python(text):
    """Return the number of code lines and of docstring lines of a Python file, as a Counter."""
    code, docstrings = python_lines(text)
    return Counter(python=len(code), docstrings=len(docstrings))


def count_template(text):
    """Return the number of lines of a template, as a Counter."""
    return Counter(templates=len(template_lines(text)))


def count_source_refs(refs):
    """Return the number of lines in some SourceRefs; a line in two of them counts once."""
    found = set()
    for ref in refs:
        text = read_file(ref.implementation, ref.file)
        lines = python_lines(text)[0] if ref.file.endswith(".py") else template_lines(text)
        found |= {(ref.file, line) for line in lines if ref.start <= line <= ref.end}
    return len(found)


def get_area(file):
    """Return the part of the application that a file or a template belongs to."""
    folders = file.removeprefix("templates/").split("/")[:-1]
    if "migrations" in folders:
        return "migrations"
    return folders[0] if folders else "(root)"


def count_by_area():
    """Return the lines of both implementations, as {area: {implementation: Counter}}, sorted."""
    found = {}
    for implementation in IMPLEMENTATIONS:
        for file in list_files(implementation):
            if file.endswith(".py"):
                count = count_python(read_file(implementation, file))
            elif file.startswith("templates/"):
                count = count_template(read_file(implementation, file))
            else:
                continue
            counts = found.setdefault(get_area(file), {name: Counter() for name in IMPLEMENTATIONS})
            counts[implementation].update(count)
    return dict(sorted(found.items()))
