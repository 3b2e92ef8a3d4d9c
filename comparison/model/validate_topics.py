"""Validation of data/topics/."""

import re
from collections import Counter
from itertools import groupby

from comparison.model.coverage import covers, items_to_cover
from comparison.model.defaults import different_defaults
from comparison.model.documentation import check_url
from comparison.model.source_refs import IMPLEMENTATIONS, resolve, suggest
from shared_tests.support import spec

REQUIRED_KEYS = [
    "id",
    "area",
    "title",
    "sentence",
    "explanation",
    "documentation",
    "synonyms",
    "see",
]
KEYS = {
    *REQUIRED_KEYS, *IMPLEMENTATIONS, "explanation", "requirements", "alone", "live", "differences",
    "documentation", "synonyms", "see",
}  # fmt: skip


def validate(entries):
    """Return the errors in the tables of data/topics/, one line each."""
    errors = []
    known = [entry.get("id") for entry in entries]
    for entry in entries:
        found = validate_entry(entry) + unknown_names(entry, "see", known, "topic")
        errors += [f"{entry.get('id')}: {error}" for error in found]
    ids = Counter(entry.get("id") for entry in entries)
    errors += [f"{name}: appears {count} times" for name, count in ids.items() if count > 1]
    areas = Counter(area for area, _ in groupby(entries, key=lambda entry: entry.get("area")))
    errors += [f"the area {area} is split into {n} parts" for area, n in areas.items() if n > 1]
    return errors + uncovered_names(entries) + uncovered_items(entries)


def validate_entry(entry):
    """Return the errors in one table."""
    errors = [f"has no {key}" for key in REQUIRED_KEYS if not entry.get(key)]
    errors += [f"has an unknown key {key}{suggest(key, KEYS)}" for key in entry if key not in KEYS]
    if not re.fullmatch("[a-z0-9]+(-[a-z0-9]+)*", entry.get("id", "")):
        errors.append("has an id that is not lower case with hyphens")
    for implementation in IMPLEMENTATIONS:
        for reference in entry.get(implementation, ()):
            try:
                resolve(implementation, reference)
            except LookupError as error:
                errors.append(str(error))
    errors += unknown_names(entry, "requirements", spec.requirements(), "requirement")
    errors += unknown_names(entry, "differences", different_defaults(), "entry of DIFFERENCES.md")
    errors += [
        f"refers to itself under see: {entry['id']}"
        for name in entry.get("see", ())
        if name == entry.get("id")
    ]
    return errors + validate_alone(entry) + validate_documentation(entry)


def validate_documentation(entry):
    """Return the errors in the links to the documentation."""
    errors = []
    for implementation, urls in entry.get("documentation", {}).items():
        for url in urls:
            try:
                check_url(implementation, url)
            except ValueError as error:
                errors.append(str(error))
    return errors


def validate_alone(entry):
    """Return the errors in the use of `alone`, the reason for a missing source reference."""
    missing = [name for name in IMPLEMENTATIONS if not entry.get(name)]
    if len(missing) == len(IMPLEMENTATIONS):
        return ["has no source references"]
    if missing and not entry.get("alone"):
        return [f"has no source reference for {missing[0]} and no `alone` to say why"]
    if entry.get("alone") and not missing:
        return ["has source references for all implementations, but also `alone`"]
    return []


def unknown_names(entry, key, known, kind):
    """Return an error for each unknown name under a key."""
    return [
        f"there is no {kind} {name}{suggest(name, known)}"
        for name in entry.get(key, ())
        if name not in known
    ]


def uncovered_names(entries):
    """Return an error for each requirement and each entry of DIFFERENCES.md without a topic."""
    requirements = {name for entry in entries for name in entry.get("requirements", ())}
    titles = {title for entry in entries for title in entry.get("differences", ())}
    return [
        f"no topic covers {name}" for name in spec.requirements() if name not in requirements
    ] + [
        f"no topic covers the difference “{title}”"
        for title in different_defaults()
        if title not in titles
    ]


def uncovered_items(entries):
    """Return an error for each route, model, form, command and template without a topic."""
    errors = []
    for implementation in IMPLEMENTATIONS:
        refs = list(valid_refs(implementation, entries))
        for kind, item in items_to_cover(implementation):
            if not any(covers(ref, item) for ref in refs):
                where = f"{item.file}: {item.symbol}" if item.symbol else item.file
                errors.append(f"no topic covers the {kind} {where} of {implementation}")
    return errors


def valid_refs(implementation, entries):
    """Yield the SourceRefs of one implementation, without those that validate_entry() reports."""
    for entry in entries:
        for reference in entry.get(implementation, ()):
            try:
                yield resolve(implementation, reference)
            except LookupError:
                continue
