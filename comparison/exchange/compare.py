"""Two answers beside each other: what is the same, what may differ, and what differs."""

from dataclasses import dataclass

from comparison.exchange import allowed_differences
from comparison.model.diffs import side_by_side
from comparison.model.spec import Allowed


@dataclass(frozen=True)
class Line:
    """One part of both answers: "status", "reason", a header's name, "cookie" or "body".

    `None` is what a side lacks. `verdict` is "same", "allowed" or "differs", and `allowed` the row
    of SPEC.md that covers it.
    """

    part: str
    left: str | None
    right: str | None
    verdict: str
    allowed: Allowed | None


def compare(request, left, right):
    """Return the Lines of the Answers that both sides gave to a Request."""
    parts = [("status", str(left.status), str(right.status))]
    parts += [("reason", left.reason, right.reason)]
    names = sorted({*left.headers, *right.headers})
    parts += [(name, left.headers.get(name), right.headers.get(name)) for name in names]
    parts += [("cookie", row.left, row.right) for row in side_by_side(left.cookies, right.cookies)]
    parts += [("body", row.left, row.right) for row in side_by_side(left.body, right.body)]
    return [judged(request, (left, right), *part) for part in parts]


def judged(request, answers, part, left, right):
    """Return the Line for a part of two answers."""
    if left == right:
        return Line(part, left, right, "same", None)
    row = allowed_differences.covering(
        allowed_differences.Difference(request, *answers, part, left, right)
    )
    return Line(part, left, right, "allowed" if row else "differs", row)


def red(lines):
    """Return the Lines that nothing allows."""
    return [line for line in lines if line.verdict == "differs"]
