"""The exercises of data/katas.toml: topics that can be removed from either implementation."""

import difflib
from dataclasses import dataclass
from functools import cache

from comparison.kata import removal
from comparison.model import topics
from comparison.model.data import read_toml
from comparison.model.source_refs import IMPLEMENTATIONS, SourceRef, read_file, resolve, suggest


@dataclass(frozen=True)
class Exercise:
    """A topic to remove; `stays` are parts of it, by implementation, that the copy keeps."""

    topic: topics.Topic
    stays: dict[str, tuple[SourceRef, ...]]

    def remove(self, side, level):
        """Return the new text of each file that changes, None if it is deleted, and the level."""
        refs = self.topic.source_refs[side]
        return removal.remove(side, refs, level, self.stays[side])


@cache
def entries():
    """Return the tables of data/katas.toml."""
    return read_toml("katas.toml")["kata"]


def load():
    """Return all Exercises, in order. Raises LookupError for an unknown topic or reference."""
    return [build_exercise(entry) for entry in entries()]


def get(name):
    """Return the Exercise of a topic. Raises LookupError, with the closest ids, without one."""
    for entry in entries():
        if entry["topic"] == name:
            return build_exercise(entry)
    raise LookupError(f"no exercise {name}{suggest(name, [each['topic'] for each in entries()])}")


def build_exercise(entry):
    """Return the Exercise of a table."""
    stays = entry.get("stays", {})
    return Exercise(
        topics.get(entry["topic"]),
        {
            side: tuple(resolve(side, each) for each in stays.get(side, ()))
            for side in IMPLEMENTATIONS
        },
    )


def count_lines(side, texts):
    """Return the number of lines that the new texts of files lack."""
    return sum(len(removed_lines(side, file, text)) for file, text in texts.items())


def removed_lines(side, file, text):
    """Return the numbers of the lines of a file that its new text lacks."""
    old, new = read_file(side, file).splitlines(), (text or "").splitlines()
    matcher = difflib.SequenceMatcher(None, old, new, autojunk=False)
    return [
        number
        for tag, start, end, *_ in matcher.get_opcodes()
        if tag in ("replace", "delete")
        for number in range(start + 1, end + 1)
        if old[number - 1].strip()
    ]
