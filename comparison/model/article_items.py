"""The items of the article in its order, each with the row about it: article_items.toml."""

import re
from dataclasses import dataclass
from functools import cache

from comparison.model.data import read_toml
from comparison.model.source_refs import ROOT


@dataclass(frozen=True)
class Item:
    """An item of the article, and the row about it: its document, its first cell or its heading."""

    text: str
    document: str
    row: str
    is_heading: bool


def entries():
    """Return the tables of article_items.toml."""
    return read_toml("article_items.toml")["part"]


def load():
    """Return the Items by the parts of the article. Raises LookupError if a row is not found."""
    return {
        part["name"]: [find_item(each["text"], each["row"]) for each in part["items"]]
        for part in entries()
    }


def find_item(text, name):
    """Return the Item whose row begins with the words after the document, or equals them.

    Raises LookupError unless there is exactly one.
    """
    document, _, start = name.partition(": ")
    known = {row.replace("`", ""): row for row in [*headings(document), *rows(document)]}
    found = [start] if start in known else [each for each in known if each.startswith(start)]
    if len(found) != 1:
        raise LookupError(f"docs/{document} has {len(found)} rows that begin with {start}")
    row = known[found[0]]
    return Item(text, document, row, row in headings(document))


@cache
def read_document(document):
    """Return the text of a document, without the URLs of its links."""
    text = (ROOT / "docs" / document).read_text(encoding="utf-8")
    return re.sub(r"\[([^]]+)\]\([^)]+\)", r"\1", text)


def headings(document):
    """Return the headings of a document, except for its title."""
    return re.findall(r"^##+ (.+)$", read_document(document), re.MULTILINE)


def rows(document):
    """Return the first cell of each row of the tables of a document, except for their heads."""
    return re.findall(
        r"^\| (?!---|\*\*)(.+?) \| .*$(?!\n\| ---)", read_document(document), re.MULTILINE
    )
