"""The topics of data/topics/, each with the code of both implementations."""

from dataclasses import dataclass
from functools import cache

from comparison.model.data import DATA, read_toml
from comparison.model.source_refs import IMPLEMENTATIONS, SourceRef, resolve, suggest


@dataclass(frozen=True)
class Topic:
    """A feature of the application, with its source references by implementation.

    `alone` is the reason why an implementation has no source reference; `live` is the path of a
    page that shows the feature; `differences` are titles of entries of DIFFERENCES.md; `see` are
    ids of other topics; `documentation` are URLs by implementation.
    """

    id: str
    area: str
    title: str
    sentence: str
    explanation: str
    requirements: tuple[str, ...]
    source_refs: dict[str, tuple[SourceRef, ...]]
    alone: str
    live: str
    differences: tuple[str, ...]
    documentation: dict[str, tuple[str, ...]]
    synonyms: tuple[str, ...]
    see: tuple[str, ...]


@cache
def entries():
    """Return the tables of all files of data/topics/."""
    files = sorted((DATA / "topics").glob("*.toml"))
    return [entry for file in files for entry in read_toml(f"topics/{file.name}")["topic"]]


def load():
    """Return all Topics, in order. Raises LookupError for an unknown source reference."""
    return [build_topic(entry) for entry in entries()]


def get(name):
    """Return the Topic with this id. Raises LookupError, with the closest ids, if it is unknown."""
    for entry in entries():
        if entry["id"] == name:
            return build_topic(entry)
    raise LookupError(f"no topic {name}{suggest(name, [entry['id'] for entry in entries()])}")


def build_topic(entry):
    """Return the Topic of a table."""
    return Topic(
        id=entry["id"],
        area=entry["area"],
        title=entry["title"],
        sentence=entry["sentence"],
        explanation=entry.get("explanation", ""),
        requirements=tuple(entry.get("requirements", ())),
        source_refs={
            name: tuple(resolve(name, each) for each in entry.get(name, ()))
            for name in IMPLEMENTATIONS
        },
        alone=entry.get("alone", ""),
        live=entry.get("live", ""),
        differences=tuple(entry.get("differences", ())),
        documentation={
            name: tuple(entry.get("documentation", {}).get(name, ())) for name in IMPLEMENTATIONS
        },
        synonyms=tuple(entry.get("synonyms", ())),
        see=tuple(entry.get("see", ())),
    )
