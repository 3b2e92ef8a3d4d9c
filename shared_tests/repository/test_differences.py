"""DIFFERENCES.md speaks of requirements, files and symbols that exist."""

import ast
import re

import pytest

from shared_tests import contract
from shared_tests.launchers.process import ROOT
from shared_tests.repository.test_contract import TREES, text

PAGE = text(ROOT / "DIFFERENCES.md")
DEFAULT = "`default`"
LINK = re.compile(r"\[`([^`\]]+)`: (`[^`]+`(?:, `[^`]+`)*)\]\(([^)\s]+)\)")
WHAT, CONTRACT = 0, 4  # columns; the last one is the second tree's, the one before the first's
COLUMNS = 5 + len(TREES)


def rows():
    """Return the rows of all tables, each as a list of cells, without heads and rules."""
    lines = [line for line in PAGE.splitlines() if line.startswith("|")]
    found = [[cell.strip() for cell in line.strip().strip("|").split("|")] for line in lines]
    return [cells for cells in found if cells[WHAT] not in ("what", "---")]


ROWS = rows()


def label(cells):
    return cells[WHAT].replace("`", "")


def places(cell):
    """Return the places that a cell links to, each as (file, symbols, target)."""
    found = [LINK.fullmatch(part) for part in cell.split("; ") if part != DEFAULT]
    assert all(found), cell
    return [(each[1], re.findall("`([^`]+)`", each[2]), each[3]) for each in found]


def symbols(path):
    """Return the names that a Python file defines or assigns, with the classes around them.

    In settings, keys of dicts and names of arguments are symbols too.
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
    """Return the keys that a part of a settings file gives values to."""
    if isinstance(node, ast.keyword):
        return {node.arg}
    found = []
    if isinstance(node, ast.Dict):
        found = node.keys
    elif isinstance(node, ast.Subscript) and isinstance(node.ctx, ast.Store):
        found = [node.slice]
    return {key.value for key in found if isinstance(key, ast.Constant)}


def holds(path, symbol):
    """Say whether a file has a symbol: in Python by its syntax, elsewhere as a word."""
    if path.suffix == ".py":
        return symbol in symbols(path)
    return bool(re.search(rf"(?<!\w){re.escape(symbol)}(?!\w)", text(path)))


def test_there_are_rows_and_no_two_of_one_name():
    names = [label(cells) for cells in ROWS]
    assert len(names) > 50
    assert len(names) == len(set(names))


def test_every_table_has_the_columns_of_the_trees():
    heads = {line for line in PAGE.splitlines() if line.startswith("| what |")}
    names = [tree.name.removesuffix("_impl").title() for tree in TREES]
    wanted = [
        "what",
        *(f"{name} by default" for name in names),
        "what it would mean",
        "contract",
        *(f"{name} here" for name in names),
    ]
    assert heads == {f"| {' | '.join(wanted)} |"}


@pytest.mark.parametrize("cells", ROWS, ids=label)
def test_a_row_is_whole(cells):
    assert len(cells) == COLUMNS
    assert all(cells)


@pytest.mark.parametrize("cells", ROWS, ids=label)
def test_a_row_names_requirements_that_exist(cells):
    named = cells[CONTRACT].split(", ")
    assert [name for name in named if name not in contract.requirements()] == []


@pytest.mark.parametrize("cells", ROWS, ids=label)
def test_a_row_has_an_answer_that_is_not_a_default_on_all_sides(cells):
    answers = cells[-len(TREES) :]
    assert set(answers) != {DEFAULT}


@pytest.mark.parametrize("cells", ROWS, ids=label)
def test_what_a_row_links_to_exists_in_the_tree_of_its_column(cells):
    for tree, cell in zip(TREES, cells[-len(TREES) :], strict=True):
        for name, named, target in places(cell):
            assert target == f"{tree.name}/{name}"
            assert (tree / name).is_file(), target
            assert [symbol for symbol in named if not holds(tree / name, symbol)] == [], target


def test_every_group_of_requirements_has_a_row_or_is_named_as_without():
    answered = {contract.group(name) for cells in ROWS for name in cells[CONTRACT].split(", ")}
    without = set(re.findall("`([A-Z]+)`", PAGE.partition("\n## Not here\n")[2]))
    groups = {contract.group(name) for name in contract.requirements()}
    assert answered | without == groups
    assert answered & without == set()
