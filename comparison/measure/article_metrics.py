"""The parts of the article's table, counted: our own lines and the packages of each.

python -m comparison.measure.article_metrics     prints the table
"""

import ast
import re
from dataclasses import dataclass
from fnmatch import fnmatch

from rich import box
from rich.table import Table

from comparison.measure import dependencies
from comparison.model import line_count
from comparison.model.data import read_toml
from comparison.model.source_refs import SIDES, Place, files, read, resolve
from comparison.terminal.console import console

ROUTE = r"bp\.(route|get|post|put|patch|delete|add_url_rule)\("


@dataclass(frozen=True)
class Part:
    """What a part takes on each side.

    `packages` are what it takes beside the framework and what comes with that, as {name: names of
    those that come along}.
    """

    name: str
    about: str
    lines: dict[str, int]
    packages: dict[str, dict[str, list[str]]]


def load():
    """Return all Parts, in the order of the article. Raises LookupError for what is not there."""
    return [
        Part(
            name=entry["name"],
            about=entry["about"],
            lines={side: written(side, entry) for side in SIDES},
            packages={side: packages(side, entry["packages"][side]) for side in SIDES},
        )
        for entry in read_toml("article_metrics.toml")["part"]
    ]


def written(side, entry):
    """Return how many lines of our own a part takes."""
    places = [place for spec in entry[side] for place in meant(side, spec)]
    if side in entry.get("routes", ()):
        places += routes(side)
    return line_count.of_places(places)


def meant(side, spec):
    """Return the Places that a place, or a pattern of files, means on one side."""
    if "*" not in spec:
        return [resolve(side, spec)]
    found = [resolve(side, file) for file in files(side) if fnmatch(file, spec)]
    counted = [each for each in found if each.file.endswith(".py") or "templates/" in each.file]
    if not counted:
        raise LookupError(f"{side} has no file like {spec}")
    return counted


def routes(side):
    """Return the Places of all calls that give a view its address, above it or by themselves."""
    found = []
    for file in [each for each in files(side) if each.endswith(".py")]:
        for node in ast.walk(ast.parse(read(side, file))):
            above = getattr(node, "decorator_list", [])
            for each in [node] if isinstance(node, ast.Expr) else above:
                if re.match(ROUTE, ast.unparse(each)):
                    found.append(Place(side, file, None, each.lineno, each.end_lineno))
    return found


def packages(side, names):
    """Return what comes along with some packages of a side, without what the framework brings."""
    given = {side, *brought(side), *names}
    return {name: sorted(dependencies.closure(side, [name]) - given) for name in names}


def brought(side):
    """Return the names of the packages that come with the framework itself."""
    return sorted(dependencies.closure(side, [side]) - {side})


def told(of):
    """Return what the table says of the packages of one side."""
    along = sorted({name for names in of.values() for name in names})
    return ", ".join(of) + (f" (with {', '.join(along)})" if along else "")


def main():
    table = Table(box=box.HORIZONTALS, pad_edge=False)
    table.add_column("", no_wrap=True)
    for side in SIDES:
        table.add_column(f"{side.title()}: lines", justify="right")
        table.add_column("additional packages")
    for part in load():
        cells = [(str(part.lines[side]), told(part.packages[side])) for side in SIDES]
        table.add_row(part.name, *[cell for pair in cells for cell in pair])
    out = console()
    out.print(table)
    for side in SIDES:
        out.print(f"{side.title()} itself requires {', '.join(brought(side))}.")


if __name__ == "__main__":
    main()
