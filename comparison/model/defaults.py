"""The entries of DIFFERENCES.md: defaults in which the two frameworks differ."""

import re
from dataclasses import dataclass
from functools import cache

from comparison.model.source_refs import IMPLEMENTATIONS, ROOT

FIELD = re.compile(r"^- (?:\*\*)?([^:*]+):(?:\*\*)? (.+)$", re.MULTILINE)
SIDES = (*IMPLEMENTATIONS, "both")
SEVERITIES = ("high", "medium", "low")


@dataclass(frozen=True)
class DifferentDefault:
    """An entry of DIFFERENCES.md; all texts are Markdown.

    `area` is the section of the entry. `defaults` are the defaults of the frameworks, `handling`
    the lines that implement the requirements, both by implementation. `side` is the implementation
    that is at risk if nothing is done, or "both", and `severity` says how much.
    """

    title: str
    area: str
    defaults: dict[str, str]
    risk: str
    side: str
    severity: str
    requirements: tuple[str, ...]
    handling: dict[str, str]


@cache
def different_defaults():
    """Return all entries by their titles, in order."""
    document = (ROOT / "DIFFERENCES.md").read_text(encoding="utf-8")
    found = []
    for section in re.split("^## ", document, flags=re.MULTILINE)[1:]:
        heading, *entries = re.split("^### ", section, flags=re.MULTILINE)
        area = heading.partition("\n")[0]
        found += [parse_entry(area, entry) for entry in entries]
    return {each.title: each for each in found}


def parse_entry(area, entry):
    """Return the DifferentDefault of an entry: a line with its title, and a list of fields.

    Raises ValueError if "At risk" is not one of SIDES and one of SEVERITIES.
    """
    title, _, text = entry.partition("\n")
    fields = dict(FIELD.findall(text))
    side, severity = parse_at_risk(title, fields.get("At risk", ""))
    return DifferentDefault(
        title=title,
        area=area,
        defaults={name: fields[name.title()] for name in IMPLEMENTATIONS},
        risk=fields["Risk"],
        side=side,
        severity=severity,
        requirements=tuple(fields["Requirement"].split(", ")),
        handling={name: fields[f"Here, in {name.title()}"] for name in IMPLEMENTATIONS},
    )


def parse_at_risk(title, text):
    """Return the side and the severity of a field "At risk" like `Flask, high`."""
    names = {"both" if side == "both" else side.title(): side for side in SIDES}
    name, _, severity = text.partition(", ")
    if name not in names or severity not in SEVERITIES:
        raise ValueError(f"{title}: At risk is {text!r}, not one of {[*names]}, and {SEVERITIES}")
    return names[name], severity
