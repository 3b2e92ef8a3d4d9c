"""Source references: a file of an implementation, or a symbol in it, with its lines."""

import difflib
import os
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from comparison.model.symbols import python_symbols, template_symbols
from runner.process import compared

ROOT = Path(__file__).resolve().parents[2]
IMPLEMENTATIONS = {name: table["tree"] for name, table in compared().items()}
IGNORED_FOLDERS = {".venv", "__pycache__", "staticfiles", ".pytest_cache", ".ruff_cache"}


@dataclass(frozen=True)
class SourceRef:
    """Lines of a file of an implementation: `start` to `end`, counted from 1, both included."""

    implementation: str
    file: str
    symbol: str | None
    start: int
    end: int

    @property
    def lines(self):
        return read_file(self.implementation, self.file).splitlines()[self.start - 1 : self.end]

    @property
    def text(self):
        return "".join(f"{line}\n" for line in self.lines)


@cache
def read_file(implementation, file):
    """Return the text of a file of an implementation."""
    return (ROOT / IMPLEMENTATIONS[implementation] / file).read_text(encoding="utf-8")


@cache
def list_files(implementation):
    """Return the paths of all files of an implementation, except installed and generated ones."""
    tree = ROOT / IMPLEMENTATIONS[implementation]
    found = []
    for folder, folders, files in os.walk(tree):
        folders[:] = [each for each in folders if each not in IGNORED_FOLDERS]  # not walked
        found += [Path(folder, file) for file in files]
    return tuple(
        path.relative_to(tree).as_posix()
        for path in sorted(found)
        if path.is_file() and ".sqlite3" not in path.name and not path.name.startswith(".env")
    )


@cache
def file_symbols(implementation, file):
    """Return the symbols of a file, as {name: (first line, last line)}."""
    if file.endswith(".py"):
        return python_symbols(read_file(implementation, file), keys="/settings/" in file)
    if file.startswith("templates/"):
        return template_symbols(read_file(implementation, file))
    return {}


@cache
def resolve(implementation, reference):
    """Return the SourceRef for "file" or "file: symbol" in an implementation.

    Raises LookupError, with the closest matches, if there is no such file or symbol.
    """
    file, _, symbol = reference.partition(": ")
    files = list_files(implementation)
    if file not in files:
        raise LookupError(f"{implementation} has no file {file}{suggest(file, files)}")
    if not symbol:
        end = max(1, len(read_file(implementation, file).splitlines()))
        return SourceRef(implementation, file, None, 1, end)
    symbols = file_symbols(implementation, file)
    if symbol not in symbols:
        raise LookupError(f"{implementation}: {file} has no {symbol}{suggest(symbol, symbols)}")
    return SourceRef(implementation, file, symbol, *symbols[symbol])


def suggest(name, known):
    """Return "; did you mean ...?" with the known names closest to this one, or ""."""
    found = difflib.get_close_matches(name, list(known), n=3, cutoff=0.5)
    return f"; did you mean {' or '.join(found)}?" if found else ""
