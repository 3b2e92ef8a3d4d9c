"""SPEC.md as data: its requirements, and the differences that it allows."""

from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from markdown_it import MarkdownIt
from markupsafe import Markup

from shared_tests.support import spec

MARKDOWN = MarkdownIt("commonmark").enable("table")


@dataclass(frozen=True)
class Requirement:
    """A requirement with the heading above it; both texts are HTML."""

    id: str
    section: Markup
    text: Markup


@dataclass(frozen=True)
class AllowedDifference:
    """A difference that SPEC.md allows, and the reason; both are Markdown."""

    what: str
    why: str


@cache
def parse():
    """Return the Markdown tokens of SPEC.md."""
    return MARKDOWN.parse(spec.SPEC.read_text(encoding="utf-8"))


@cache
def requirements():
    """Return all Requirements by their ids, in the order of SPEC.md."""
    ids, section, found = set(spec.requirements()), Markup(), {}
    for previous, token in zip(parse(), parse()[1:], strict=False):
        if token.type != "inline":
            continue
        if previous.type == "heading_open":
            section = render_inline(token.content)
        name = token.content.partition(" ")[0].strip("*")
        if name in ids and previous.type == "paragraph_open":
            text = render_inline(token.content.partition(" ")[2])
            found[name] = Requirement(name, section, text)
    return found


@cache
def allowed_differences():
    """Return the rows of the table of allowed differences, the last one of SPEC.md."""
    start = max(place for place, token in enumerate(parse()) if token.type == "table_open")
    tokens = parse()[start:]
    cells = [token.content for previous, token in pairwise(tokens) if previous.type == "td_open"]
    return tuple(AllowedDifference(*row) for row in zip(cells[::2], cells[1::2], strict=True))


def get_allowed_difference(prefix):
    """Return the AllowedDifference whose first cell starts with `prefix`.

    Raises LookupError if there is none, or more than one.
    """
    found = [each for each in allowed_differences() if each.what.startswith(prefix)]
    if len(found) != 1:
        raise LookupError(f"{len(found)} allowed differences in SPEC.md start with {prefix!r}")
    return found[0]


def render_inline(markdown):
    """Return a line of Markdown as HTML, without its links, which are relative to SPEC.md."""
    tokens = MARKDOWN.parseInline(markdown)
    for token in tokens:
        token.children = [each for each in token.children if not each.type.startswith("link_")]
    return Markup(MARKDOWN.renderer.render(tokens, MARKDOWN.options, {}))  # noqa: S704, our own
