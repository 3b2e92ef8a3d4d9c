"""The steps of a start: how long each takes without those within it, and what it imports."""

import json
import os
import sys
import time
from contextlib import contextmanager
from functools import wraps


class Steps:
    """Steps by their names, in the order in which they first end, each as [seconds, modules].

    Whatever happens outside of all others belongs to `first`.
    """

    def __init__(self, first, began):
        self.taken, self.open, self.ended = {first: [0.0, 0]}, [first], [first]
        self.since, self.modules = began, 0
        self.note()

    def note(self):
        """Give what happened since the last note to the innermost step that is open."""
        now, modules = time.monotonic(), len(sys.modules)
        step = self.taken[self.open[-1]]
        step[0] += now - self.since
        step[1] += modules - self.modules
        self.since, self.modules = now, modules

    @contextmanager
    def step(self, name):
        """Count the block as this step, which may come several times."""
        self.note()
        self.taken.setdefault(name, [0.0, 0])
        self.open.append(name)
        try:
            yield
        finally:
            self.note()
            self.open.pop()
            if name not in self.ended:
                self.ended.append(name)

    def watch(self, owner, attribute, name):
        """Count each call of a function of a module, a class or an object as this step."""
        function = getattr(owner, attribute)

        @wraps(function)
        def watched(*arguments, **options):
            with self.step(name):
                return function(*arguments, **options)

        bound = getattr(function, "__self__", None) is owner  # a class method
        setattr(owner, attribute, staticmethod(watched) if bound else watched)

    def write(self):
        """Leave all steps in the file STEPS."""
        self.note()
        with open(os.environ["STEPS"], "w", encoding="utf-8") as file:
            json.dump({name: self.taken[name] for name in self.ended}, file)


def begun():
    """Return Steps that began when the caller of this Python says, in STARTED."""
    return Steps("Python startup and everything not listed below", float(os.environ["STARTED"]))


def visit(application, path):
    """Ask a WSGI application for a path, as a server would; raise RuntimeError but for 200."""
    from wsgiref.util import setup_testing_defaults

    environ = {"PATH_INFO": path, "HTTP_HOST": "localhost", "REMOTE_ADDR": "127.0.0.1"}
    setup_testing_defaults(environ)
    statuses = []
    answer = application(environ, lambda status, headers, error=None: statuses.append(status))
    b"".join(answer)
    getattr(answer, "close", lambda: None)()
    if not statuses[0].startswith("200"):
        raise RuntimeError(f"{path}: {statuses[0]}")
