"""The entries of DIFFERENCES.md."""

import re
from dataclasses import dataclass
from functools import cache

from comparison.model.source_refs import ROOT, SIDES

FIELD = re.compile(r"^- (?:\*\*)?([^:*]+):(?:\*\*)? (.+)$", re.MULTILINE)


@dataclass(frozen=True)
class Difference:
    """A default in which the frameworks differ; all texts are Markdown.

    `defaults` and `here` are by side: what the framework does, and which lines implement the
    requirements.
    """

    title: str
    defaults: dict[str, str]
    risk: str
    requirements: tuple[str, ...]
    here: dict[str, str]


@cache
def differences():
    """Return all entries, in order, by their titles."""
    page = (ROOT / "DIFFERENCES.md").read_text(encoding="utf-8")
    found = [difference(entry) for entry in re.split("^### ", page, flags=re.MULTILINE)[1:]]
    return {each.title: each for each in found}


def difference(entry):
    """Return the Difference of an entry: a line with its title, and a list of fields."""
    title, _, text = entry.partition("\n")
    fields = dict(FIELD.findall(text))
    return Difference(
        title=title,
        defaults={side: fields[side.title()] for side in SIDES},
        risk=fields["Risk"],
        requirements=tuple(fields["Requirement"].split(", ")),
        here={side: fields[f"Here, in {side.title()}"] for side in SIDES},
    )
