"""The packages of comparison/ import each other in one direction."""

import ast

import pytest

from comparison.model.source_refs import ROOT

LAYERS = [
    "model",
    "exchange",
    "fuzz",
    "terminal",
    "kata",
    "measure",
    "migration",
    "site",
]  # each imports only earlier ones
MODULES = [path for layer in LAYERS for path in sorted((ROOT / "comparison" / layer).rglob("*.py"))]


def imported_layers(path):
    """Return the packages of comparison/ that a module imports."""
    names = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module:
            names |= {f"{node.module}.{alias.name}" for alias in node.names}
        elif isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
    return {name.split(".")[1] for name in names if name.startswith("comparison.")}


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_a_module_imports_only_lower_layers(path):
    layer = path.relative_to(ROOT).parts[1]
    assert imported_layers(path) <= {*LAYERS[: LAYERS.index(layer) + 1]}
