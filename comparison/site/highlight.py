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


def style(name, *, plain, comment, keyword, string, definition, tag):
    """Return a style of Pygments with these colors."""
    styles = {
        Token: plain,
        Comment: f"italic {comment}",
        Keyword: keyword,
        Keyword.Constant: tag,
        Operator.Word: keyword,
        Name.Class: f"bold {definition}",
        Name.Function: f"bold {definition}",
        Name.Decorator: tag,
        Name.Tag: keyword,
        Name.Attribute: tag,
        Number: tag,
        String: string,
        String.Doc: f"italic {comment}",
    }
    return type(name, (Style,), {"styles": styles})


LIGHT = style(
    "Light",
    plain="#1d2430",
    comment="#566072",
    keyword="#7a2f8f",
    string="#1f6640",
    definition="#0b4f94",
    tag="#8a4209",
)
DARK = style(
    "Dark",
    plain="#e2e6ee",
    comment="#a0aabb",
    keyword="#d9a5ea",
    string="#96d3a5",
    definition="#8fc4ff",
    tag="#f0b781",
)


@dataclass(frozen=True)
class Line:
    """A line of a file: its number, its HTML, and its indentation in columns."""

    number: int
    html: Markup
    indent: int


@cache
def lines(implementation, file):
    """Return the Lines of a file of an implementation."""
    text = read_file(implementation, file)
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
    colors = [HtmlFormatter(style=each).get_token_style_defs(".code") for each in (LIGHT, DARK)]
    light, dark = ("\n".join(each) for each in colors)
    hanging = (
        f".in{columns} {{ padding-left: {columns + 2}ch; text-indent: -{columns + 2}ch }}"
        for columns in range(MAX_INDENT + 1)
    )
    return "\n".join([light, f"@media (prefers-color-scheme: dark) {{\n{dark}\n}}", *hanging, ""])
