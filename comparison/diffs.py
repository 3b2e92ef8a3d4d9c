"""Lines of two sides, laid beside each other."""

import difflib
from dataclasses import dataclass
from itertools import zip_longest


@dataclass(frozen=True)
class Row:
    """A line of the left side beside one of the right; `None` stands for no line.

    `kind` is "same", "changed", or "left" or "right" where only that side has a line.
    """

    kind: str
    left_number: int | None
    left: str | None
    right_number: int | None
    right: str | None


def side_by_side(left, right, left_start=1, right_start=1):
    """Return the Rows that lay two lists of lines beside each other, equal lines level.

    The lines are numbered from `left_start` and `right_start`.
    """
    lefts, rights = list(enumerate(left, left_start)), list(enumerate(right, right_start))
    found = []
    for tag, i1, i2, j1, j2 in matcher(left, right).get_opcodes():
        for one, other in zip_longest(lefts[i1:i2], rights[j1:j2], fillvalue=(None, None)):
            if tag == "equal":
                kind = "same"
            elif one[0] is None or other[0] is None:
                kind = "right" if one[0] is None else "left"
            else:
                kind = "changed"
            found.append(Row(kind, *one, *other))
    return found


def unified(left, right, left_name, right_name, context=3):
    """Return the lines of a unified diff, without line ends."""
    return list(difflib.unified_diff(left, right, left_name, right_name, n=context, lineterm=""))


def pairs(lefts, rights):
    """Return Places of two sides beside each other, in order, those of one file level.

    Each pair is (left, right); `None` stands for no place.
    """
    found = []
    files = [place.file for place in lefts], [place.file for place in rights]
    for _, i1, i2, j1, j2 in matcher(*files).get_opcodes():
        found += zip_longest(lefts[i1:i2], rights[j1:j2])
    return found


def likeness(left, right):
    """Return how alike two lists of lines are, from 0 to 1."""
    return matcher(left, right).ratio()


def matcher(left, right):
    return difflib.SequenceMatcher(None, left, right, autojunk=False)
