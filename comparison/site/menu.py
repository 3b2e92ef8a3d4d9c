"""The menu: every page of the site, grouped by what a reader wants to do."""

from dataclasses import dataclass
from itertools import groupby

from comparison.model.data import read_toml


@dataclass(frozen=True)
class Entry:
    """A page in the menu, with a sentence on what it shows."""

    section: str
    title: str
    path: str
    summary: str


ENTRIES = [Entry(**each) for each in read_toml("menu.toml")["page"]]
MENU = {name: list(each) for name, each in groupby(ENTRIES, lambda entry: entry.section)}


def section(path):
    """Return the name of the part of the menu that a page belongs to, or ""."""
    folder = path.partition("/")[0] + "/" if "/" in path else None
    for entry in ENTRIES:
        if entry.path == path or (folder and entry.path.startswith(folder)):
            return entry.section
    return ""


def summary(path):
    """Return the sentence about a page of the menu, or ""."""
    return next((entry.summary for entry in ENTRIES if entry.path == path), "")
