"""The files of the repository, and the source files of the implementations."""

import subprocess

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


def files(*patterns):
    """Return the files that are known to Git and match these patterns."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", *patterns], cwd=ROOT, capture_output=True, text=True, check=True
    )
    return [ROOT / name for name in filter(None, listed.stdout.split("\0"))]


def relative(path):
    """Return the path of a file in the repository."""
    return str(path.relative_to(ROOT))
