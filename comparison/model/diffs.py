"""Diffs of two lists of lines, and the alignment of source references."""

import difflib
from dataclasses import dataclass
from functools import cache
from itertools import zip_longest
from pathlib import PurePath


@dataclass(frozen=True)
class Row:
    """A row of a side-by-side diff: a line of the left side, and one of the right, or `None`.

    `kind` is "same", "changed", or "left" or "right" if only that side has a line.
    """

    kind: str
    left_number: int | None
    left: str | None
    right_number: int | None
    right: str | None


def side_by_side(left, right, left_start=1, right_start=1):
    """Return the Rows of a side-by-side diff of two lists of lines.

    Line numbers start at `left_start` and `right_start`.
    """
    lefts, rights = list(enumerate(left, left_start)), list(enumerate(right, right_start))
    rows = []
    for tag, i1, i2, j1, j2 in matcher(left, right).get_opcodes():
        for one, other in zip_longest(lefts[i1:i2], rights[j1:j2], fillvalue=(None, None)):
            if tag == "equal":
                kind = "same"
            elif one[0] is None or other[0] is None:
                kind = "right" if one[0] is None else "left"
            else:
                kind = "changed"
            rows.append(Row(kind, *one, *other))
    return rows


def unified(left, right, left_name, right_name, context=3):
    """Return the lines of a unified diff, without line ends."""
    return list(difflib.unified_diff(left, right, left_name, right_name, n=context, lineterm=""))


def align(lefts, rights):
    """Return the SourceRefs of both sides as pairs, in order, the most similar ones together.

    Each pair is (left, right); `None` means that one side has no counterpart.
    """

    @cache
    def best(i, j):
        """Return the score and the pairs of the best alignment of lefts[i:] and rights[j:]."""
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
    """Return the score of a pair of SourceRefs: the same file counts most, then similar names."""
    if PurePath(left.file).suffix != PurePath(right.file).suffix:
        return -1
    names = [(ref.symbol or ref.file).lower().replace("_", "") for ref in (left, right)]
    return 1 + 10 * (left.file == right.file) + 5 * similarity(*names)


def similarity(left, right):
    """Return the similarity of two lists of lines, or of two texts, from 0 to 1."""
    return matcher(left, right).ratio()


def matcher(left, right):
    return difflib.SequenceMatcher(None, left, right, autojunk=False)
