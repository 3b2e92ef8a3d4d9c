"""`make article`: counts the lines and packages of each part that the article compares."""

import ast
import re
from dataclasses import dataclass
from fnmatch import fnmatch
from functools import cache

from rich import box
from rich.table import Table

from comparison.measure.dependencies import closure
from comparison.model.data import read_toml
from comparison.model.line_count import count_source_refs
from comparison.model.source_refs import IMPLEMENTATIONS, SourceRef, list_files, read_file, resolve
from comparison.terminal.console import console

ROUTE = r"bp\.(route|get|post|put|patch|delete|add_url_rule)\("


@dataclass(frozen=True)
class Part:
    """A part of the article, with its lines and packages by implementation.

    `packages` are those needed in addition to the framework and its dependencies, as
    {name: names of its dependencies}.
    """

    key: str
    name: str
    about: str
    lines: dict[str, int]
    packages: dict[str, dict[str, list[str]]]


@cache
def load():
    """Return all Parts in the order of the article. Raises LookupError for an unknown name."""
    return [
        Part(
            key=entry["key"],
            name=entry["name"],
            about=entry["about"],
            lines={name: count_lines(name, entry) for name in IMPLEMENTATIONS},
            packages={
                name: additional_packages(name, entry["packages"][name]) for name in IMPLEMENTATIONS
            },
        )
        for entry in read_toml("article_metrics.toml")["part"]
    ]


def count_lines(implementation, entry):
    """Return the number of lines of a part."""
    refs = [
        ref for pattern in entry[implementation] for ref in resolve_pattern(implementation, pattern)
    ]
    if implementation in entry.get("routes", ()):
        refs += route_refs(implementation)
    return count_source_refs(refs)


def resolve_pattern(implementation, pattern):
    """Return the SourceRefs of a reference, or of all files that match a pattern."""
    if "*" not in pattern:
        return [resolve(implementation, pattern)]
    found = [
        resolve(implementation, file)
        for file in list_files(implementation)
        if fnmatch(file, pattern)
    ]
    countable = [ref for ref in found if ref.file.endswith(".py") or "templates/" in ref.file]
    if not countable:
        raise LookupError(f"{implementation} has no file like {pattern}")
    return countable


def route_refs(implementation):
    """Return the SourceRefs of all calls that register a route, as a decorator or a statement."""
    found = []
    for file in [each for each in list_files(implementation) if each.endswith(".py")]:
        for node in ast.walk(ast.parse(read_file(implementation, file))):
            decorators = getattr(node, "decorator_list", [])
            for each in [node] if isinstance(node, ast.Expr) else decorators:
                if re.match(ROUTE, ast.unparse(each)):
                    found.append(
                        SourceRef(implementation, file, None, each.lineno, each.end_lineno)
                    )
    return found


def additional_packages(implementation, names):
    """Return packages with their dependencies, without the dependencies of the framework."""
    known = {implementation, *framework_packages(implementation), *names}
    return {name: sorted(closure(implementation, [name]) - known) for name in names}


def framework_packages(implementation):
    """Return the names of the framework's dependencies."""
    return sorted(closure(implementation, [implementation]) - {implementation})


def format_packages(packages):
    """Return packages and their dependencies as the text of a cell."""
    indirect = sorted({name for names in packages.values() for name in names})
    return ", ".join(packages) + (f" (with {', '.join(indirect)})" if indirect else "")


def main():
    table = Table(box=box.HORIZONTALS, pad_edge=False)
    table.add_column("", no_wrap=True)
    for name in IMPLEMENTATIONS:
        table.add_column(f"{name.title()}: lines", justify="right")
        table.add_column("additional packages")
    for part in load():
        cells = [
            (str(part.lines[name]), format_packages(part.packages[name]))
            for name in IMPLEMENTATIONS
        ]
        table.add_row(part.name, *[cell for pair in cells for cell in pair])
    out = console()
    out.print(table)
    for name in IMPLEMENTATIONS:
        out.print(f"{name.title()} itself requires {', '.join(framework_packages(name))}.")


if __name__ == "__main__":
    main()
