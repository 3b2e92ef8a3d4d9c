"""The diff of two source references, with highlighted lines, as hunks that match or differ."""

from dataclasses import dataclass
from itertools import groupby

from comparison.model import diffs
from comparison.site.highlight import Line, highlight


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
