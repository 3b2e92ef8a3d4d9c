"""Lines of two sides, laid beside each other."""

import difflib
from dataclasses import dataclass
from functools import cache
from itertools import zip_longest
from pathlib import PurePath


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
    """Return Places of two sides beside each other, in order, those most like each other level.

    Each pair is (left, right); `None` stands for no place.
    """

    @cache
    def best(i, j):
        """Return the pairs of what is left from these places on, after how good they are."""
        if i == len(lefts) or j == len(rights):
            return 0, [
                *((left, None) for left in lefts[i:]),
                *((None, right) for right in rights[j:]),
            ]
        left, right = lefts[i], rights[j]
        candidates = [
            (best(i + 1, j + 1), affinity(left, right), (left, right)),
            (best(i + 1, j), 0, (left, None)),
            (best(i, j + 1), 0, (None, right)),
        ]
        (score, rest), more, first = max(candidates, key=lambda each: each[0][0] + each[1])
        return score + more, [first, *rest]

    return best(0, 0)[1]


def affinity(left, right):
    """Return how well two Places go together: by their files above all, then by their names."""
    if PurePath(left.file).suffix != PurePath(right.file).suffix:
        return -1
    names = [(place.symbol or place.file).lower().replace("_", "") for place in (left, right)]
    return 1 + 10 * (left.file == right.file) + 5 * likeness(*names)


def likeness(left, right):
    """Return how alike two lists of lines, or two texts, are, from 0 to 1."""
    return matcher(left, right).ratio()


def matcher(left, right):
    return difflib.SequenceMatcher(None, left, right, autojunk=False)
