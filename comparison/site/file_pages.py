"""The pages of files: the list of both trees, and each file next to its counterpart."""

import re
from dataclasses import dataclass
from functools import cache

from comparison.model import topics
from comparison.model.diffs import similarity
from comparison.model.source_refs import IMPLEMENTATIONS, ROOT, SourceRef, list_files, resolve
from comparison.site.diff_hunks import hunks

MAX_LINES = 1500  # of a file: a longer one is data


@dataclass(frozen=True)
class Pair:
    """A file of both implementations, or of one; then `reason` says why it has no counterpart."""

    name: str
    source_refs: dict[str, SourceRef | None]
    similarity: float | None
    reason: str

    @property
    def folder(self):
        return self.name.rpartition("/")[0]


def pages(data_dir):
    """Yield path, template and context of each page."""
    found, every_topic = pairs(), topics.load()
    yield "files/index.html", "files.html", {"pairs": found}
    for pair in found:
        shown = {name: ref and truncate(ref) for name, ref in pair.source_refs.items()}
        context = {"pair": pair, "shown": shown, "hunks": hunks(*shown.values())}
        context["topics"] = [topic for topic in every_topic if uses_file(topic, pair.name)]
        yield f"files/{pair.name}.html", "file.html", context


@cache
def pairs():
    """Return a Pair for every file, by folder, starting with the root folder."""
    names = {file for name in IMPLEMENTATIONS for file in list_files(name)}
    return [build_pair(name) for name in sorted(names, key=lambda name: name.rpartition("/")[::2])]


def build_pair(file):
    """Return the Pair of a file that at least one implementation has."""
    refs = {
        name: resolve(name, file) if file in list_files(name) else None for name in IMPLEMENTATIONS
    }
    lines = [ref.lines for ref in refs.values() if ref]
    if len(lines) == len(IMPLEMENTATIONS):
        return Pair(file, refs, similarity(*lines), "")
    return Pair(file, refs, None, reasons().get(file, ""))


def uses_file(topic, file):
    """Return whether a topic shows lines of a file."""
    return any(ref.file == file for refs in topic.source_refs.values() for ref in refs)


@cache
def reasons():
    """Return why files have no counterpart, by their names, from the table of docs/files.md."""
    lines = (ROOT / "docs" / "files.md").read_text(encoding="utf-8").splitlines()
    rows = [line.strip("| ").split(" | ") for line in lines if line.startswith("| `")]
    return {name: row[-1] for row in rows for name in re.findall("`([^`]+)`", row[0])}


def truncate(ref):
    """Return a SourceRef of at most MAX_LINES lines."""
    return SourceRef(ref.implementation, ref.file, None, 1, min(ref.end, MAX_LINES))
