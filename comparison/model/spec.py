"""SPEC.md as data: its requirements, and the differences that it allows."""

from dataclasses import dataclass
from functools import cache

from markdown_it import MarkdownIt
from markupsafe import Markup

from shared_tests import contract

MARKDOWN = MarkdownIt("commonmark").enable("table")


@dataclass(frozen=True)
class Requirement:
    """A requirement with the heading above it; both texts are HTML."""

    id: str
    section: Markup
    text: Markup


@dataclass(frozen=True)
class Allowed:
    """A difference that the contract allows, and why; in Markdown."""

    what: str
    why: str


@cache
def tokens():
    return MARKDOWN.parse(contract.SPEC.read_text(encoding="utf-8"))


@cache
def requirements():
    """Return all Requirements in order, by their ids."""
    known, section, found = set(contract.requirements()), "", {}
    for before, token in zip(tokens(), tokens()[1:], strict=False):
        if token.type != "inline":
            continue
        if before.type == "heading_open":
            section = html(token.content)
        name = token.content.partition(" ")[0].strip("*")
        if name in known and before.type == "paragraph_open":
            found[name] = Requirement(name, section, html(token.content.partition(" ")[2]))
    return found


@cache
def allowed():
    """Return the rows of the table of allowed differences."""
    cells = [
        token.content
        for before, token in zip(tokens(), tokens()[1:], strict=False)
        if before.type == "td_open"
    ]
    return tuple(Allowed(*row) for row in zip(cells[::2], cells[1::2], strict=True))


def row(beginning):
    """Return the allowed difference whose first cell begins so.

    Raises LookupError where there is none, or more than one.
    """
    found = [each for each in allowed() if each.what.startswith(beginning)]
    if len(found) != 1:
        raise LookupError(f"{len(found)} allowed differences in SPEC.md begin with {beginning!r}")
    return found[0]


def html(markdown):
    """Return a line of Markdown as HTML; its links lead nowhere, for they are those of SPEC.md."""
    rendered = MARKDOWN.parseInline(markdown)
    for token in rendered:
        token.children = [each for each in token.children if not each.type.startswith("link_")]
    return Markup(MARKDOWN.renderer.render(rendered, MARKDOWN.options, {}))  # noqa: S704, our own
