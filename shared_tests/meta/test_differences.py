"""DIFFERENCES.md names only requirements, files and symbols that exist."""

import ast
import re

import pytest

from runner.process import ROOT
from shared_tests.meta.source_files import TREES, text
from shared_tests.support import spec

PAGE = text(ROOT / "DIFFERENCES.md")
DEFAULT = "`default`"
LINK = re.compile(r"\[`([^`\]]+)`: (`[^`]+`(?:, `[^`]+`)*)\]\(([^)\s]+)\)")
FIELD = re.compile(r"- (\*\*[^*]+:\*\*|[^:]+:) (.+)")
NAMES = [tree.name.removesuffix("_impl").title() for tree in TREES]
AT_RISK = re.compile(rf"({'|'.join(NAMES)}|both), (high|medium|low)")
FIELDS = [
    *(f"{name}:" for name in NAMES),
    "**Risk:**",
    "At risk:",
    "Requirement:",
    *(f"Here, in {name}:" for name in NAMES),
]


def read(entry):
    """Return the title of an entry, and its lines."""
    title, _, rest = entry.partition("\n")
    return title, rest.partition("\n## ")[0].strip().splitlines()


ENTRIES = dict(map(read, re.split("^### ", PAGE, flags=re.MULTILINE)[1:]))
each_entry = pytest.mark.parametrize("title", ENTRIES, ids=lambda title: title.replace("`", ""))


def fields(title):
    """Return the texts of an entry by the names of its fields."""
    found = [FIELD.fullmatch(line) for line in ENTRIES[title]]
    return {line[1]: line[2] for line in found}


def requirements(title):
    """Return the ids of the requirements of an entry."""
    return fields(title)["Requirement:"].split(", ")


def implementations(title):
    """Return the "Here, in ..." fields of an entry, in the order of the implementations."""
    return [fields(title)[f"Here, in {name}:"] for name in NAMES]


def links(field):
    """Return the links of a field, each as (file, symbols, target)."""
    found = [LINK.fullmatch(part) for part in field.split("; ") if part != DEFAULT]
    assert all(found), field
    return [(each[1], re.findall("`([^`]+)`", each[2]), each[3]) for each in found]


def symbols(path):
    """Return the names that a Python file defines or assigns, qualified by their classes.

    In settings, keys of dicts and names of arguments are symbols, too.
    """
    names = set()

    def visit(node, prefix):
        inner = prefix
        if isinstance(node, ast.ClassDef | ast.FunctionDef):
            names.add(prefix + node.name)
            inner = f"{prefix}{node.name}."
        elif isinstance(node, ast.Assign | ast.AnnAssign):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            names.update(prefix + ast.unparse(target) for target in targets)
        elif "settings" in path.parts:
            names.update(keys(node))
        for child in ast.iter_child_nodes(node):
            visit(child, inner)

    visit(ast.parse(text(path)), "")
    return names


def keys(node):
    """Return the keys that a node of a settings file assigns values to."""
    if isinstance(node, ast.keyword):
        return {node.arg}
    found = []
    if isinstance(node, ast.Dict):
        found = node.keys
    elif isinstance(node, ast.Subscript) and isinstance(node.ctx, ast.Store):
        found = [node.slice]
    return {key.value for key in found if isinstance(key, ast.Constant)}


def contains(path, symbol):
    """Return whether a file contains a symbol: by syntax in Python, as a word elsewhere."""
    if path.suffix == ".py":
        return symbol in symbols(path)
    return bool(re.search(rf"(?<!\w){re.escape(symbol)}(?!\w)", text(path)))


def test_the_titles_of_entries_are_unique():
    assert len(ENTRIES) > 50
    assert len(ENTRIES) == len(re.findall("^### ", PAGE, re.MULTILINE))


@each_entry
def test_an_entry_has_all_fields_in_order(title):
    lines = ENTRIES[title]
    assert [FIELD.fullmatch(line)[1] for line in lines] == FIELDS


@each_entry
def test_an_entry_names_the_side_at_risk_and_the_severity(title):
    field = fields(title)["At risk:"]
    assert AT_RISK.fullmatch(field), f"{field!r}: write, for example, '{NAMES[0]}, medium'"


@each_entry
def test_an_entry_names_only_existing_requirements(title):
    assert [name for name in requirements(title) if name not in spec.requirements()] == []


@each_entry
def test_an_entry_is_not_the_default_of_all_frameworks(title):
    assert set(implementations(title)) != {DEFAULT}


@each_entry
def test_the_files_and_symbols_of_an_entry_exist_in_their_implementation(title):
    for tree, field in zip(TREES, implementations(title), strict=True):
        for name, named, target in links(field):
            assert target == f"{tree.name}/{name}"
            assert (tree / name).is_file(), target
            assert [symbol for symbol in named if not contains(tree / name, symbol)] == [], target


def test_every_group_of_requirements_has_an_entry_or_is_listed_without_an_entry():
    implemented = {spec.group(name) for title in ENTRIES for name in requirements(title)}
    without = set(re.findall("`([A-Z]+)`", PAGE.partition("\n## Without an entry\n")[2]))
    groups = {spec.group(name) for name in spec.requirements()}
    missing, both = groups - implemented - without, implemented & without
    assert not missing, f"{missing}: write an entry, or add it to 'Without an entry'"
    assert not both, f"{both}: there is an entry, so remove it from 'Without an entry'"
    assert implemented | without == groups, "a group that SPEC.md does not have"
