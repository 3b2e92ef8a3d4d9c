"""Compares two responses part by part: same, allowed to differ, or different."""

from dataclasses import dataclass, replace

from comparison.exchange.allowed_differences import Difference, find_allowed_difference
from comparison.model.diffs import side_by_side
from comparison.model.spec import AllowedDifference

# What depends on the status: where it may differ, these may, too.
CONTENT = {"body", "allow", "cache-control", "content-type", "etag", "location", "vary", "cookie"}


@dataclass(frozen=True)
class Line:
    """A part of both responses: "status", "reason", a header's name, "cookie" or "body".

    `left` or `right` is `None` if that response lacks the part. `verdict` is "same", "allowed" or
    "differs"; `allowed` is the row of SPEC.md that allows the difference.
    """

    part: str
    left: str | None
    right: str | None
    verdict: str
    allowed: AllowedDifference | None


def compare(request, left, right):
    """Return the Lines of two Responses to a Request."""
    parts = [("status", str(left.status), str(right.status))]
    parts += [("reason", left.reason, right.reason)]
    names = sorted({*left.headers, *right.headers})
    parts += [(name, left.headers.get(name), right.headers.get(name)) for name in names]
    parts += [("cookie", row.left, row.right) for row in side_by_side(left.cookies, right.cookies)]
    parts += [("body", row.left, row.right) for row in side_by_side(left.body, right.body)]
    lines = [compare_part(request, (left, right), *part) for part in parts]
    status = lines[0]
    if status.verdict != "allowed" or (left.is_redirect and right.is_redirect):
        return lines
    return [
        replace(each, verdict="allowed", allowed=status.allowed)
        if each.verdict == "differs" and each.part in CONTENT
        else each
        for each in lines
    ]


def compare_part(request, responses, part, left, right):
    """Return the Line of a part of two responses."""
    if left == right:
        return Line(part, left, right, "same", None)
    difference = Difference(request, *responses, part=part, left=left, right=right)
    allowed = find_allowed_difference(difference)
    return Line(part, left, right, "allowed" if allowed else "differs", allowed)


def not_allowed(lines):
    """Return the Lines with a difference that SPEC.md does not allow."""
    return [line for line in lines if line.verdict == "differs"]
