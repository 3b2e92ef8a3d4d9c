"""What each side has that a reader must find on some topic."""

import ast
from functools import cache

from comparison.model.source_refs import files, names, read, resolve

CLASSES = {"models.py": "model", "forms.py": "form", "admin.py": "admin"}
DECORATORS = dict.fromkeys(["route", "get", "post", "put", "patch", "delete", "expose"], "route")
DECORATORS["command"] = "command"
COMMANDS = "/management/commands/"


@cache
def inventory(side):
    """Return what one side has, as pairs of a kind, such as "route", and a Place.

    A route is its view: one that a `urls.py` names, or one that a decorator makes a route.
    """
    found = []
    for file in files(side):
        if file.startswith("templates/"):
            found.append(("template", resolve(side, file)))
        elif COMMANDS in file and not file.endswith("__init__.py"):
            found.append(("command", resolve(side, file)))
        elif file.endswith(".py"):
            module = ast.parse(read(side, file))
            found += [
                (kind, resolve(side, f"{file}: {symbol}")) for kind, symbol in made(module, file)
            ]
            if file.endswith("urls.py"):
                found += [("route", resolve(side, spec)) for spec in named(module, side)]
    return tuple(found)


def made(module, file):
    """Return what a module defines: its models, forms, admin, routes and commands."""
    found = []
    for symbol, node in definitions(module):
        callees = [each.func for each in node.decorator_list if isinstance(each, ast.Call)]
        called = {getattr(each, "attr", getattr(each, "id", "")) for each in callees}
        found += [(DECORATORS[each], symbol) for each in sorted(called & DECORATORS.keys())]
        if isinstance(node, ast.ClassDef) and node in module.body:
            kind = CLASSES.get(file.rpartition("/")[2])
            found += [(kind, symbol)] if kind else []
    return found


def definitions(node, prefix=""):
    """Yield all classes and functions within a node, each with its dotted name."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            yield prefix + child.name, child
            yield from definitions(child, f"{prefix}{child.name}.")


def named(module, side):
    """Return the specs of what a module names out of other files of its side."""
    origins = {
        alias.asname or alias.name: f"{node.module.replace('.', '/')}/{alias.name}"
        for node in ast.walk(module)
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
    }
    paths = set()
    for node in ast.walk(module):
        if isinstance(node, ast.Name) and node.id in origins:
            paths.add(origins[node.id])
        elif isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            paths.add(f"{origins.get(node.value.id, '')}/{node.attr}")
    parts = [path.rpartition("/") for path in sorted(paths)]
    return [
        f"{file}.py: {symbol}"
        for file, _, symbol in parts
        if f"{file}.py" in files(side) and symbol in names(side, f"{file}.py")
    ]


def covers(outer, inner):
    """Say whether one Place holds all lines of another."""
    same = (outer.side, outer.file) == (inner.side, inner.file)
    return same and outer.start <= inner.start and inner.end <= outer.end
