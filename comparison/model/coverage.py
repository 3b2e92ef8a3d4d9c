"""The routes, models, forms, commands and templates that topics must cover."""

import ast
from functools import cache

from comparison.model.source_refs import file_symbols, list_files, read_file, resolve

CLASS_KINDS = {"models.py": "model", "forms.py": "form", "admin.py": "admin"}
DECORATOR_KINDS = dict.fromkeys(
    ["route", "get", "post", "put", "patch", "delete", "expose"], "route"
)
DECORATOR_KINDS["command"] = "command"
COMMANDS = "/management/commands/"


@cache
def items_to_cover(implementation):
    """Return pairs of a kind, such as "route", and a SourceRef.

    A route is represented by its view: one that a `urls.py` names, or one with a route decorator.
    """
    found = []
    for file in list_files(implementation):
        if file.startswith("templates/"):
            found.append(("template", resolve(implementation, file)))
        elif COMMANDS in file and not file.endswith("__init__.py"):
            found.append(("command", resolve(implementation, file)))
        elif file.endswith(".py"):
            module = ast.parse(read_file(implementation, file))
            found += [
                (kind, resolve(implementation, f"{file}: {symbol}"))
                for kind, symbol in defined_items(module, file)
            ]
            if file.endswith("urls.py"):
                views = imported_symbols(module, implementation)
                found += [("route", resolve(implementation, view)) for view in views]
    return tuple(found)


def defined_items(module, file):
    """Return the kind and name of each model, form, admin, route and command of a module."""
    found = []
    for symbol, node in definitions(module):
        callees = [each.func for each in node.decorator_list if isinstance(each, ast.Call)]
        called = {getattr(each, "attr", getattr(each, "id", "")) for each in callees}
        kinds = [DECORATOR_KINDS[each] for each in sorted(called & DECORATOR_KINDS.keys())]
        found += [(kind, symbol) for kind in kinds]
        if isinstance(node, ast.ClassDef) and node in module.body:
            kind = CLASS_KINDS.get(file.rpartition("/")[2])
            found += [(kind, symbol)] if kind else []
    return found


def definitions(node, prefix=""):
    """Yield all classes and functions within a node, each with its dotted name."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            yield prefix + child.name, child
            yield from definitions(child, f"{prefix}{child.name}.")


def imported_symbols(module, implementation):
    """Return references to the symbols of other files that a module uses."""
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
        if f"{file}.py" in list_files(implementation)
        and symbol in file_symbols(implementation, f"{file}.py")
    ]


def covers(outer, inner):
    """Return whether one SourceRef contains all lines of another."""
    same_file = (outer.implementation, outer.file) == (inner.implementation, inner.file)
    return same_file and outer.start <= inner.start and inner.end <= outer.end
