"""The topics of topics.toml: what can be read side by side."""

from dataclasses import dataclass
from functools import cache

from comparison.model import validate_topics
from comparison.model.data import read_toml
from comparison.model.source_refs import SIDES, Place, nearest, resolve


@dataclass(frozen=True)
class Topic:
    """One thing that an application does, with the places on each side that do it.

    `alone` says why a side has no place; `live` is a page that shows it; `differences` are
    titles of DIFFERENCES.md.
    """

    id: str
    area: str
    title: str
    sentence: str
    requirements: tuple[str, ...]
    places: dict[str, tuple[Place, ...]]
    alone: str
    live: str
    differences: tuple[str, ...]


@cache
def entries():
    """Return the tables of topics.toml."""
    return read_toml("topics.toml")["topic"]


def load():
    """Return all topics, in order. Raises LookupError where a place does not exist."""
    return [topic(entry) for entry in entries()]


def complaints():
    """Return all that is wrong with topics.toml, a line each."""
    return validate_topics.complaints(entries())


def find(name):
    """Return the topic with this id. Raises LookupError, with the nearest ids, for any other."""
    for entry in entries():
        if entry["id"] == name:
            return topic(entry)
    raise LookupError(f"no topic {name}{nearest(name, [entry['id'] for entry in entries()])}")


def topic(entry):
    """Return the Topic that a table of topics.toml describes."""
    return Topic(
        id=entry["id"],
        area=entry["area"],
        title=entry["title"],
        sentence=entry["sentence"],
        requirements=tuple(entry.get("requirements", ())),
        places={side: tuple(resolve(side, each) for each in entry.get(side, ())) for side in SIDES},
        alone=entry.get("alone", ""),
        live=entry.get("live", ""),
        differences=tuple(entry.get("differences", ())),
    )
