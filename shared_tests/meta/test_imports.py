"""The packages of a tree import each other in one direction only."""

import ast

import pytest

from shared_tests.meta.test_contract import TREES

# From what is built on all others to what is built on none. A package imports those below its own line.
LAYERS = [
    {"api", "walkthrough"},
    {"profiles"},
    {"passwords", "tokens", "stats", "audit"},
    {"accounts"},
    {"web"},
    {"sites", "ops"},
    {"core"},
]
PACKAGES = set().union(*LAYERS)
FEATURES = PACKAGES - {"web", "ops", "core"}
ENTRY_POINTS = {"app", "manage", "gunicorn.conf", "config"}  # they import whatever they start
# Modules that a framework finds by their name or registers from an entry point. Nothing else imports them.
LEAVES = {"admin", "apps", "commands", "management", "migrations", "tests"}


def modules(tree):
    """Return the path of each module of a tree, as a tuple of names, with its syntax tree."""
    found = {}
    for path in tree.rglob("*.py"):
        parts = path.relative_to(tree).with_suffix("").parts
        if not {".venv", "migrations", "tests"} & set(parts):
            found[parts] = ast.parse(path.read_text(encoding="utf-8"))
    return found


def imports(module):
    """Return each module that a module imports, as a tuple of names."""
    found = set()
    for node in ast.walk(module):
        if isinstance(node, ast.ImportFrom):
            found |= {(*node.module.split("."), alias.name) for alias in node.names}
        elif isinstance(node, ast.Import):
            found |= {tuple(alias.name.split(".")) for alias in node.names}
    return found


def is_leaf(parts):
    """Return whether a module is one that a framework finds, such as accounts/admin.py."""
    return parts[0] in FEATURES and bool(LEAVES & set(parts[1:]))


def layer(package):
    return next(number for number, packages in enumerate(LAYERS) if package in packages)


@pytest.mark.parametrize("tree", TREES, ids=lambda tree: tree.name)
def test_every_package_is_in_a_layer(tree):
    packages = {parts[0] for parts in modules(tree) if len(parts) > 1}
    assert packages - {"config"} == PACKAGES


@pytest.mark.parametrize("tree", TREES, ids=lambda tree: tree.name)
def test_a_package_imports_only_those_below_it(tree):
    upwards = [
        f"{'/'.join(parts)} imports {'.'.join(name)}"
        for parts, module in modules(tree).items()
        if parts[0] in PACKAGES and not is_leaf(parts)
        for name in imports(module)
        if name[0] in PACKAGES - {parts[0]} and layer(name[0]) <= layer(parts[0])
    ]
    assert upwards == []


@pytest.mark.parametrize("tree", TREES, ids=lambda tree: tree.name)
def test_no_feature_imports_what_production_adds(tree):
    importing = [
        f"{'/'.join(parts)} imports {'.'.join(name)}"
        for parts, module in modules(tree).items()
        if parts[0] in FEATURES
        for name in imports(module)
        if name[0] == "ops"
    ]
    assert importing == []


@pytest.mark.parametrize("tree", TREES, ids=lambda tree: tree.name)
def test_only_entry_points_import_the_configuration(tree):
    importing = [
        "/".join(parts)
        for parts, module in modules(tree).items()
        if parts[0] not in ENTRY_POINTS
        and {"config", "app"} & {name[0] for name in imports(module)}
    ]
    assert importing == []


@pytest.mark.parametrize("tree", TREES, ids=lambda tree: tree.name)
def test_only_entry_points_import_a_leaf(tree):
    importing = [
        f"{'/'.join(parts)} imports {'.'.join(name)}"
        for parts, module in modules(tree).items()
        if parts[0] not in ENTRY_POINTS
        for name in imports(module)
        if is_leaf(name)
    ]
    assert importing == []
