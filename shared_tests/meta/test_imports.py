"""Packages of an implementation import each other in one direction only, and test modules not at all."""

import ast

import pytest

from runner.process import ROOT
from shared_tests.meta.source_files import TREES

# From the top layer to the bottom layer. A package imports only packages of the layers below it.
LAYERS = [
    {"api", "walkthrough"},
    {"profiles", "grants", "oauth"},
    {"oidc", "passwords", "tokens", "stats", "audit", "tasks"},
    {"accounts"},
    {"web"},
    {"sites", "ops"},
    {"core"},
]
PACKAGES = set().union(*LAYERS)
FEATURES = PACKAGES - {"web", "ops", "core"}
ENTRY_POINTS = {"app", "manage", "gunicorn.conf", "config"}  # they import all that they start
# Modules that a framework finds by name, or that an entry point or the `init_app` of a package registers.
# Nothing else imports them, except a leaf that extends another one.
LEAVES = {"admin", "apps", "commands", "management", "migrations", "tests"}


def modules(tree):
    """Return the syntax tree of each module of an implementation by its path, a tuple."""
    found = {}
    for path in tree.rglob("*.py"):
        parts = path.relative_to(tree).with_suffix("").parts
        if not {".venv", "migrations", "tests"} & set(parts):
            found[parts] = ast.parse(path.read_text(encoding="utf-8"))
    return found


def imports(module):
    """Return the modules that a module imports, as tuples of names."""
    found = set()
    for node in ast.walk(module):
        if isinstance(node, ast.ImportFrom):
            found |= {(*node.module.split("."), alias.name) for alias in node.names}
        elif isinstance(node, ast.Import):
            found |= {tuple(alias.name.split(".")) for alias in node.names}
    return found


def is_leaf(parts):
    """Return whether a framework finds a module by name, such as accounts/admin.py."""
    return parts[0] in FEATURES and bool(LEAVES & set(parts[1:]))


def layer(package):
    return next(number for number, packages in enumerate(LAYERS) if package in packages)


@pytest.mark.parametrize("tree", TREES, ids=lambda tree: tree.name)
def test_every_package_is_in_a_layer(tree):
    packages = {parts[0] for parts in modules(tree) if len(parts) > 1}
    assert packages - {"config"} == PACKAGES


@pytest.mark.parametrize("tree", TREES, ids=lambda tree: tree.name)
def test_a_package_imports_only_packages_of_lower_layers(tree):
    upwards = [
        f"{'/'.join(parts)} imports {'.'.join(name)}"
        for parts, module in modules(tree).items()
        if parts[0] in PACKAGES and not is_leaf(parts)
        for name in imports(module)
        if name[0] in PACKAGES - {parts[0]} and layer(name[0]) <= layer(parts[0])
    ]
    assert upwards == []


@pytest.mark.parametrize("tree", TREES, ids=lambda tree: tree.name)
def test_no_feature_imports_the_ops_package(tree):
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
def test_only_entry_points_import_a_leaf_module(tree):
    importing = [
        f"{'/'.join(parts)} imports {'.'.join(name)}"
        for parts, module in modules(tree).items()
        if parts[0] not in ENTRY_POINTS and parts[-1] != "__init__" and not is_leaf(parts)
        for name in imports(module)
        if is_leaf(name)
    ]
    assert importing == []


def test_no_test_module_imports_another_one():
    paths = [path for path in (ROOT / "shared_tests").rglob("*.py") if ".venv" not in path.parts]
    importing = [
        f"{path.name} imports {'.'.join(name)}"
        for path in paths
        for name in imports(ast.parse(path.read_text(encoding="utf-8")))
        if name[0] == "shared_tests" and any(part.startswith("test_") for part in name[1:])
    ]
    assert importing == []
