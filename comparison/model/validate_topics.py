"""What is wrong with topics.toml."""

import re
from collections import Counter
from itertools import groupby

from comparison.model.coverage import covers, inventory
from comparison.model.defaults import differences
from comparison.model.source_refs import SIDES, nearest, resolve
from shared_tests import contract

TEXTS = ["id", "area", "title", "sentence"]
KEYS = {*TEXTS, *SIDES, "requirements", "alone", "live", "differences"}


def complaints(entries):
    """Return what is wrong with the tables of topics.toml, a line each; none if all is well."""
    found = []
    for entry in entries:
        found += [f"{entry.get('id')}: {line}" for line in of_entry(entry)]
    ids = Counter(entry.get("id") for entry in entries)
    found += [f"{name}: appears {count} times" for name, count in ids.items() if count > 1]
    areas = Counter(area for area, _ in groupby(entries, key=lambda entry: entry.get("area")))
    found += [f"the area {area} is split into {n} parts" for area, n in areas.items() if n > 1]
    return found + left_out(entries)


def of_entry(entry):
    """Return what is wrong with one table."""
    found = [f"has no {key}" for key in TEXTS if not entry.get(key)]
    found += [f"has an unknown key {key}{nearest(key, KEYS)}" for key in entry if key not in KEYS]
    if not re.fullmatch("[a-z0-9]+(-[a-z0-9]+)*", entry.get("id", "")):
        found.append("has an id that is not lower case with hyphens")
    for side in SIDES:
        for spec in entry.get(side, ()):
            try:
                resolve(side, spec)
            except LookupError as error:
                found.append(str(error))
    found += unknown(entry, "requirements", contract.requirements(), "requirement")
    found += unknown(entry, "differences", differences(), "entry of DIFFERENCES.md")
    without = [side for side in SIDES if not entry.get(side)]
    if len(without) == len(SIDES):
        found.append("has no source references")
    elif without and not entry.get("alone"):
        found.append(f"has no source reference for {without[0]} and no `alone` to say why")
    elif entry.get("alone") and not without:
        found.append("has source references for all implementations, but also `alone`")
    return found


def unknown(entry, key, known, kind):
    """Return a line for each name under a key that is not known."""
    return [
        f"there is no {kind} {name}{nearest(name, known)}"
        for name in entry.get(key, ())
        if name not in known
    ]


def left_out(entries):
    """Return a line for each thing that is on no topic."""
    named = {name for entry in entries for name in entry.get("requirements", ())}
    rows = {name for entry in entries for name in entry.get("differences", ())}
    found = [f"no topic covers {name}" for name in contract.requirements() if name not in named]
    found += [
        f"no topic covers the difference “{name}”" for name in differences() if name not in rows
    ]
    for side in SIDES:
        places = list(existing(side, entries))
        for kind, item in inventory(side):
            if not any(covers(place, item) for place in places):
                where = f"{item.file}: {item.symbol}" if item.symbol else item.file
                found.append(f"no topic covers the {kind} {where} of {side}")
    return found


def existing(side, entries):
    """Yield the Places of one side that exist."""
    for entry in entries:
        for spec in entry.get(side, ()):
            try:
                yield resolve(side, spec)
            except LookupError:
                continue  # which of_entry tells
