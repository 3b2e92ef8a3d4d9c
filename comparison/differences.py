"""The rows of DIFFERENCES.md."""

from dataclasses import dataclass
from functools import cache

from comparison.places import ROOT, SIDES

HEAD, RULE = "what", "---"


@dataclass(frozen=True)
class Difference:
    """A default in which the frameworks differ; all texts are Markdown.

    `defaults` and `here` are by side: what the framework does, and which lines answer it.
    """

    what: str
    defaults: dict[str, str]
    means: str
    requirements: tuple[str, ...]
    here: dict[str, str]


@cache
def differences():
    """Return all rows, in order, by their first cells."""
    page = (ROOT / "DIFFERENCES.md").read_text(encoding="utf-8")
    lines = [line for line in page.splitlines() if line.startswith("|")]
    rows = [[cell.strip() for cell in line.strip("| ").split("|")] for line in lines]
    return {cells[0]: difference(cells) for cells in rows if cells[0] not in (HEAD, RULE)}


def difference(cells):
    """Return the Difference that the cells of a row are."""
    what, *cells = cells
    defaults, (means, requirements), here = cells[: len(SIDES)], cells[-4:-2], cells[-2:]
    return Difference(
        what=what,
        defaults=dict(zip(SIDES, defaults, strict=True)),
        means=means,
        requirements=tuple(requirements.split(", ")),
        here=dict(zip(SIDES, here, strict=True)),
    )
