"""The source files of the implementations."""

from runner.process import ROOT, compared

TREES = [ROOT / each["tree"] for each in compared().values()]


def text(path):
    """Return the content of a file."""
    return path.read_text(encoding="utf-8")


def sources(tree, *suffixes):
    """Return the files of an implementation with these suffixes, without its `.venv`."""
    return [
        path
        for path in sorted(tree.rglob("*"))
        if path.suffix in suffixes and ".venv" not in path.parts
    ]
