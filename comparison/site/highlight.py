"""Source code as lines of HTML, with syntax highlighting for light and dark color schemes."""

import re
from dataclasses import dataclass
from functools import cache

from markupsafe import Markup
from pygments import highlight as to_html
from pygments.formatters import HtmlFormatter
from pygments.lexers import get_lexer_by_name, get_lexer_for_filename
from pygments.style import Style
from pygments.token import Comment, Keyword, Name, Number, Operator, String, Token
from pygments.util import ClassNotFound

from comparison.model.source_refs import read_file

MAX_INDENT = 24  # columns of indentation of a wrapped line
BREAK_POINTS = re.compile(r'(?<=\(</span>)|(?=<span class="o">\.</span>)')  # not in names


# The colors of both schemes, by the part of the code.
COLORS = {
    "plain": ("#1d2430", "#e2e6ee"),
    "comment": ("#566072", "#a0aabb"),
    "keyword": ("#7a2f8f", "#d9a5ea"),
    "string": ("#1f6640", "#96d3a5"),
    "definition": ("#0b4f94", "#8fc4ff"),
    "tag": ("#8a4209", "#f0b781"),
}
LIGHT = {name: light for name, (light, _) in COLORS.items()}


class CodeStyle(Style):
    """The style of Pygments for the light scheme; the stylesheet adds the dark one."""

    styles = {
        Token: LIGHT["plain"],
        Comment: f"italic {LIGHT['comment']}",
        Keyword: LIGHT["keyword"],
        Keyword.Constant: LIGHT["tag"],
        Operator.Word: LIGHT["keyword"],
        Name.Class: f"bold {LIGHT['definition']}",
        Name.Function: f"bold {LIGHT['definition']}",
        Name.Decorator: LIGHT["tag"],
        Name.Tag: LIGHT["keyword"],
        Name.Attribute: LIGHT["tag"],
        Number: LIGHT["tag"],
        String: LIGHT["string"],
        String.Doc: f"italic {LIGHT['comment']}",
    }


@dataclass(frozen=True)
class Line:
    """A line of a file: its number, its HTML, and its indentation in columns."""

    number: int
    html: Markup
    indent: int


@cache
def lines(implementation, file):
    """Return the Lines of a file of an implementation."""
    return text_lines(read_file(implementation, file), file)


@cache
def text_lines(text, file):
    """Return the Lines of a text, which is highlighted as a file of this name."""
    html = to_html(text, lexer(file), HtmlFormatter(nowrap=True))
    parts = zip(text.splitlines(), BREAK_POINTS.sub("<wbr>", html).split("\n"), strict=False)
    return [
        Line(number, Markup(part), min(len(line) - len(line.lstrip()), MAX_INDENT))  # noqa: S704, escaped by Pygments
        for number, (line, part) in enumerate(parts, 1)
    ]


def highlight(ref):
    """Return the Lines of a SourceRef."""
    return lines(ref.implementation, ref.file)[ref.start - 1 : ref.end]


def lexer(file):
    """Return the lexer for a file name; for an unknown one, the lexer for plain text."""
    options = {"stripnl": False}
    if file.endswith(".html"):
        return get_lexer_by_name("html+jinja", **options)
    try:
        return get_lexer_for_filename(file, **options)
    except ClassNotFound:
        return get_lexer_by_name("text", **options)


def stylesheet():
    """Return the CSS of highlighted code: colors for both schemes, and hanging indents."""
    colors = "\n".join(HtmlFormatter(style=CodeStyle).get_token_style_defs(".code"))
    for light, dark in COLORS.values():
        colors = re.sub(light, f"light-dark({light}, {dark})", colors, flags=re.IGNORECASE)
    hanging = (
        f".in{columns} {{ padding-left: {columns + 2}ch; text-indent: -{columns + 2}ch }}"
        for columns in range(MAX_INDENT + 1)
    )
    return "\n".join([colors, *hanging, ""])
