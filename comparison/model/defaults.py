"""The entries of DIFFERENCES.md: defaults in which the two frameworks differ."""

import re
from dataclasses import dataclass
from functools import cache

from comparison.model.source_refs import IMPLEMENTATIONS, ROOT

FIELD = re.compile(r"^- (?:\*\*)?([^:*]+):(?:\*\*)? (.+)$", re.MULTILINE)


@dataclass(frozen=True)
class DifferentDefault:
    """An entry of DIFFERENCES.md; all texts are Markdown.

    `defaults` are the defaults of the frameworks, `handling` the lines that implement the
    requirements, both by implementation.
    """

    title: str
    defaults: dict[str, str]
    risk: str
    requirements: tuple[str, ...]
    handling: dict[str, str]


@cache
def different_defaults():
    """Return all entries by their titles, in order."""
    document = (ROOT / "DIFFERENCES.md").read_text(encoding="utf-8")
    found = [parse_entry(entry) for entry in re.split("^### ", document, flags=re.MULTILINE)[1:]]
    return {each.title: each for each in found}


def parse_entry(entry):
    """Return the DifferentDefault of an entry: a line with its title, and a list of fields."""
    title, _, text = entry.partition("\n")
    fields = dict(FIELD.findall(text))
    return DifferentDefault(
        title=title,
        defaults={name: fields[name.title()] for name in IMPLEMENTATIONS},
        risk=fields["Risk"],
        requirements=tuple(fields["Requirement"].split(", ")),
        handling={name: fields[f"Here, in {name.title()}"] for name in IMPLEMENTATIONS},
    )
