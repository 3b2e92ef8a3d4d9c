"""Places in the trees: a file, or what has a name in it."""

import difflib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from comparison.model import symbols
from shared_tests.launchers.process import compared

ROOT = Path(__file__).resolve().parents[2]
SIDES = {name: table["tree"] for name, table in compared().items()}
NOT_WRITTEN = {".venv", "__pycache__", "staticfiles", ".pytest_cache", ".ruff_cache"}


@dataclass(frozen=True)
class Place:
    """Some lines of a file of one side: from `start` to `end`, counted from 1, both included."""

    side: str
    file: str
    symbol: str | None
    start: int
    end: int

    @property
    def lines(self):
        return read(self.side, self.file).splitlines()[self.start - 1 : self.end]

    @property
    def text(self):
        return "".join(f"{line}\n" for line in self.lines)


@cache
def read(side, file):
    """Return the text of a file of one side."""
    return (ROOT / SIDES[side] / file).read_text(encoding="utf-8")


@cache
def files(side):
    """Return the paths of all files of one side, without what was installed or made there."""
    tree = ROOT / SIDES[side]
    return tuple(
        path.relative_to(tree).as_posix()
        for path in sorted(tree.rglob("*"))
        if path.is_file()
        and not NOT_WRITTEN & set(path.relative_to(tree).parts)
        and ".sqlite3" not in path.name
        and not path.name.startswith(".env")
    )


@cache
def names(side, file):
    """Return what has a name in a file, as {name: (first line, last line)}."""
    if file.endswith(".py"):
        return symbols.in_python(read(side, file), keys="/settings/" in file)
    if file.startswith("templates/"):
        return symbols.in_template(read(side, file))
    return {}


def resolve(side, spec):
    """Return the Place that "file" or "file: symbol" means on one side.

    Raises LookupError, with the nearest names, where there is none.
    """
    file, _, symbol = spec.partition(": ")
    if file not in files(side):
        raise LookupError(f"{side} has no file {file}{nearest(file, files(side))}")
    if not symbol:
        return Place(side, file, None, 1, max(1, len(read(side, file).splitlines())))
    if symbol not in names(side, file):
        raise LookupError(f"{side}: {file} has no {symbol}{nearest(symbol, names(side, file))}")
    return Place(side, file, symbol, *names(side, file)[symbol])


def nearest(name, known):
    """Return a remark that tells which known names are most like this one, if any are."""
    found = difflib.get_close_matches(name, list(known), n=3, cutoff=0.5)
    return f"; did you mean {' or '.join(found)}?" if found else ""
