"""Source code as lines of HTML, in colours that can be read on bright and dark paper."""

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

from comparison.model.source_refs import read

DEEPEST = 24  # columns of indentation that a wrapped line keeps
BREAKS = re.compile(r'(?<=\(</span>)|(?=<span class="o">\.</span>)')  # better than within a name


def style(name, *, plain, comment, keyword, string, defined, tag):
    """Return a style of Pygments in these colours."""
    styles = {
        Token: plain,
        Comment: f"italic {comment}",
        Keyword: keyword,
        Keyword.Constant: tag,
        Operator.Word: keyword,
        Name.Class: f"bold {defined}",
        Name.Function: f"bold {defined}",
        Name.Decorator: tag,
        Name.Tag: keyword,
        Name.Attribute: tag,
        Number: tag,
        String: string,
        String.Doc: f"italic {comment}",
    }
    return type(name, (Style,), {"styles": styles})


BRIGHT = style(
    "Bright",
    plain="#1d2430",
    comment="#566072",
    keyword="#7a2f8f",
    string="#1f6640",
    defined="#0b4f94",
    tag="#8a4209",
)
DARK = style(
    "Dark",
    plain="#e2e6ee",
    comment="#a0aabb",
    keyword="#d9a5ea",
    string="#96d3a5",
    defined="#8fc4ff",
    tag="#f0b781",
)


@dataclass(frozen=True)
class Line:
    """A line of a file: its number, its HTML, and the columns by which it is indented."""

    number: int
    html: Markup
    indent: int


@cache
def lines(side, file):
    """Return the Lines of a file of one side."""
    text = read(side, file)
    html = to_html(text, lexer(file), HtmlFormatter(nowrap=True))
    parts = zip(text.splitlines(), BREAKS.sub("<wbr>", html).split("\n"), strict=False)
    return [
        Line(number, Markup(part), min(len(line) - len(line.lstrip()), DEEPEST))  # noqa: S704, escaped by Pygments
        for number, (line, part) in enumerate(parts, 1)
    ]


def highlight(place):
    """Return the Lines of a Place."""
    return lines(place.side, place.file)[place.start - 1 : place.end]


def lexer(file):
    """Return the lexer for a file, by its name; that of plain text for what has none."""
    options = {"stripnl": False}
    if file.endswith(".html"):
        return get_lexer_by_name("html+jinja", **options)
    try:
        return get_lexer_for_filename(file, **options)
    except ClassNotFound:
        return get_lexer_by_name("text", **options)


def stylesheet():
    """Return the CSS of highlighted code: colours for both schemes, and how wrapped lines hang."""
    colours = [HtmlFormatter(style=each).get_token_style_defs(".code") for each in (BRIGHT, DARK)]
    bright, dark = ("\n".join(each) for each in colours)
    hanging = (
        f".in{columns} {{ padding-left: {columns + 2}ch; text-indent: -{columns + 2}ch }}"
        for columns in range(DEEPEST + 1)
    )
    return "\n".join([bright, f"@media (prefers-color-scheme: dark) {{\n{dark}\n}}", *hanging, ""])
