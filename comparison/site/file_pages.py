"""The pages of files: both trees beside each other, and each file beside its counterpart."""

import re
from dataclasses import dataclass
from functools import cache

from comparison.model import topics
from comparison.model.diffs import likeness
from comparison.model.source_refs import ROOT, SIDES, Place, files, resolve
from comparison.site.diff_hunks import hunks

SHOWN = 1500  # lines of one file: a longer one is data


@dataclass(frozen=True)
class Pair:
    """A file of both sides, or of one: then the other Place is None, and there is a reason."""

    name: str
    places: dict[str, Place | None]
    alike: float | None
    reason: str

    @property
    def folder(self):
        return self.name.rpartition("/")[0]


def pages(data_dir):
    """Yield path, template and context of each page."""
    found, every_topic = pairs(), topics.load()
    yield "files/index.html", "files.html", {"pairs": found}
    for pair in found:
        shown = {side: place and cut(place) for side, place in pair.places.items()}
        context = {"pair": pair, "shown": shown, "hunks": hunks(*shown.values())}
        context["topics"] = [topic for topic in every_topic if reads(topic, pair.name)]
        yield f"files/{pair.name}.html", "file.html", context


@cache
def pairs():
    """Return a Pair for every file, those at the top first, then by folder."""
    names = {name for side in SIDES for name in files(side)}
    return [pair(name) for name in sorted(names, key=lambda name: name.rpartition("/")[::2])]


def pair(name):
    """Return the Pair of a file that one side has at least."""
    places = {side: resolve(side, name) if name in files(side) else None for side in SIDES}
    both = [place.lines for place in places.values() if place]
    alike = likeness(*both) if len(both) == len(SIDES) else None
    return Pair(name, places, alike, "" if alike is not None else reasons().get(name, ""))


def reads(topic, file):
    """Say whether a topic shows lines of a file."""
    return any(place.file == file for places in topic.places.values() for place in places)


@cache
def reasons():
    """Return why a file has no counterpart, by its name, from the table of docs/files.md."""
    lines = (ROOT / "docs" / "files.md").read_text(encoding="utf-8").splitlines()
    rows = [line.strip("| ").split(" | ") for line in lines if line.startswith("| `")]
    return {name: row[-1] for row in rows for name in re.findall("`([^`]+)`", row[0])}


def cut(place):
    """Return the Place, or its beginning where it is too long to be read."""
    return Place(place.side, place.file, None, 1, min(place.end, SHOWN))
