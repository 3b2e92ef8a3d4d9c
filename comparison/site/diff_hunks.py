"""Diffs with highlighted lines: of two source references, and of a fault."""

from dataclasses import dataclass, replace
from itertools import groupby

from comparison.model import diffs
from comparison.model.source_refs import read_file
from comparison.site.highlight import Line, highlight, text_lines

CONTEXT = 2  # lines around a fault
DEFINITIONS = ("def ", "class ", "@")  # a line that begins so is no part of a docstring or template


@dataclass(frozen=True)
class Hunk:
    """Consecutive rows of a diff; `same` if the lines of both sides are equal."""

    same: bool
    left: list[Line]
    right: list[Line]


def hunks(left, right):
    """Return the Hunks of two SourceRefs, one of which may be None."""
    lines = [ref.lines if ref else [] for ref in (left, right)]
    html = [highlight(ref) if ref else [] for ref in (left, right)]
    found = []
    for same, rows in groupby(diffs.side_by_side(*lines), key=lambda row: row.kind == "same"):
        numbers = zip(*((row.left_number, row.right_number) for row in rows), strict=True)
        sides = zip(html, numbers, strict=True)
        found.append(Hunk(same, *([lines[n - 1] for n in each if n] for lines, each in sides)))
    return found


def changed_lines(fault):
    """Return the lines that a fault changes, and some around them, as pairs of a kind and a Line.

    The kind is "same", "removed" or "added". Raises ValueError if the fault does not apply.
    """
    texts = [before := read_file(fault.implementation, fault.file), fault.change(before)]
    rows = diffs.side_by_side(*(text.splitlines() for text in texts))
    changed = [place for place, row in enumerate(rows) if row.kind != "same"]
    shown, found = rows[max(0, changed[0] - CONTEXT) : changed[-1] + CONTEXT + 1], []
    old, new = text_lines(before, fault.file), new_lines(texts[1], fault.file, shown)
    for same, group in groupby(shown, key=lambda row: row.kind == "same"):
        numbers = [(row.left_number, row.right_number) for row in group]
        found += [("same" if same else "removed", old[left - 1]) for left, _ in numbers if left]
        found += [("added", new[right]) for _, right in numbers if right and not same]
    return found


def new_lines(text, file, rows):
    """Return the Lines of the right side of some rows, by number.

    Only the rows and the definition that they begin in are highlighted: a whole file takes long.
    """
    numbers = [row.right_number for row in rows if row.right_number]
    lines = text.splitlines()
    before = enumerate(lines[: numbers[0]])
    start = max((n for n, line in before if line.startswith(DEFINITIONS)), default=0)
    found = text_lines("\n".join(lines[start : numbers[-1]]) + "\n", file)
    return {line.number + start: replace(line, number=line.number + start) for line in found}
