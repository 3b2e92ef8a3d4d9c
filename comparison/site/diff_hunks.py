"""Diffs with highlighted lines: of two source references, and of a fault."""

from dataclasses import dataclass
from itertools import groupby

from comparison.model import diffs
from comparison.model.source_refs import read_file
from comparison.site.highlight import Line, highlight, text_lines

CONTEXT = 2  # lines around a fault


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
    old, new = (text_lines(text, fault.file) for text in texts)
    rows = diffs.side_by_side(*(text.splitlines() for text in texts))
    changed = [place for place, row in enumerate(rows) if row.kind != "same"]
    shown, found = rows[max(0, changed[0] - CONTEXT) : changed[-1] + CONTEXT + 1], []
    for same, group in groupby(shown, key=lambda row: row.kind == "same"):
        numbers = [(row.left_number, row.right_number) for row in group]
        found += [("same" if same else "removed", old[left - 1]) for left, _ in numbers if left]
        found += [("added", new[right - 1]) for _, right in numbers if right and not same]
    return found
