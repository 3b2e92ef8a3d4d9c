"""The stacks that py-spy has sampled, and the kinds of code in them."""

import re
from collections import Counter
from typing import NamedTuple

from runner.process import ROOT, compared

TREES = tuple(f"{each['tree']}/" for each in compared().values())
PYTHON = "python/"  # before the paths of the standard library, and of generated code
CALLER = "request_sampled"  # of request_loop.py, which calls `request`, and that the application
FRAME = re.compile(r"(.+?) \((.+?)(:\d+)?\)")


class Kind(NamedTuple):
    """A kind of code: the functions in files whose paths start with one of `prefixes`."""

    id: str
    title: str
    color: str
    prefixes: tuple[str, ...]


KINDS = (  # the first that matches
    Kind("driver", "Database driver: psycopg", "#f2b8a2", ("psycopg",)),
    Kind("orm", "Django’s ORM, SQLAlchemy", "#f3d591",
         ("django/db/", "flask_sqlalchemy/", "sqlalchemy/")),
    Kind("templates", "Template engine: Django’s, Jinja", "#c3dc9c",
         ("django/template", "jinja2/", "markupsafe/", *(f"{tree}templates/" for tree in TREES))),
    Kind("project", "The project’s own code", "#b5d3f2", TREES),
    Kind("framework", "Framework: requests, URLs, responses", "#d6c7ee",
         ("django", "asgiref/", "flask", "werkzeug/", "blinker/", "itsdangerous/")),
    Kind("other", "Other packages: log, metrics", "#d5d8dd", ("",)),
)  # fmt: skip


class Frame(NamedTuple):
    """A function, and the path of its file in the repository or in the installed packages."""

    name: str
    path: str

    @property
    def kind(self):
        """Return the Kind of the function, or None for a part of Python, which has its caller's."""
        if self.path.startswith(PYTHON):
            return None
        return next(kind for kind in KINDS if self.path.startswith(kind.prefixes))


def parse(text):
    """Return the samples of each stack, a tuple of Frames, in py-spy's raw format.

    A stack starts with `__call__` of the WSGI application. Samples of the warm-up, and of what
    request_loop.py does itself, are left out.
    """
    found = Counter()
    for line in text.splitlines():
        stack, _, samples = line.rpartition(" ")
        frames = [parse_frame(each) for each in stack.split(";")]
        names = [frame.name for frame in frames]
        called = frames[names.index(CALLER) + 2 :] if CALLER in names else []
        if called and called[0].name.endswith("__call__"):
            found[tuple(called)] += int(samples)
    return found


def parse_frame(text):
    """Return a Frame, without the part of its path that differs from machine to machine."""
    name, path = match.group(1, 2) if (match := FRAME.fullmatch(text)) else (text, "")
    if "/site-packages/" in path:
        return Frame(name, path.rpartition("/site-packages/")[2])
    if path.startswith(f"{ROOT}/"):
        return Frame(name, path.removeprefix(f"{ROOT}/"))
    return Frame(name, PYTHON + re.split(r"/python[\d.]+/", path)[-1])


def shares(found):
    """Return the percentage of samples by the id of a Kind: of the innermost Frame that has one."""
    counts = Counter()
    for stack, samples in found.items():
        counts[next(frame.kind for frame in reversed(stack) if frame.kind).id] += samples
    return {kind.id: round(100 * counts[kind.id] / counts.total(), 1) for kind in KINDS}
