"""Two places beside each other, cut into pieces that are the same and pieces that differ."""

from dataclasses import dataclass
from itertools import groupby

from comparison.model import diffs
from comparison.site.highlight import Line, highlight


@dataclass(frozen=True)
class Hunk:
    """Lines that stand on one level; `same` where both sides have the same ones."""

    same: bool
    left: list[Line]
    right: list[Line]


def hunks(left, right):
    """Return the Hunks of two Places, one of which may be None."""
    lines = [place.lines if place else [] for place in (left, right)]
    html = [highlight(place) if place else [] for place in (left, right)]
    found = []
    for same, rows in groupby(diffs.side_by_side(*lines), key=lambda row: row.kind == "same"):
        numbers = zip(*((row.left_number, row.right_number) for row in rows), strict=True)
        of_sides = zip(html, numbers, strict=True)
        found.append(Hunk(same, *([of[n - 1] for n in some if n] for of, some in of_sides)))
    return found
