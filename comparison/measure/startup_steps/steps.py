"""The steps of a start: the seconds of each without those of inner steps, and its imports."""

import json
import os
import sys
import time
from contextlib import contextmanager
from functools import wraps


class Steps:
    """The seconds and modules of steps by name, in the order in which they first end.

    What happens outside of all other steps counts for `first`.
    """

    def __init__(self, first, started):
        self.totals, self.stack, self.finished = {first: [0.0, 0]}, [first], [first]
        self.last_time, self.last_modules = started, 0
        self.record()

    def record(self):
        """Add the seconds and modules since the last call to the innermost open step."""
        now, modules = time.monotonic(), len(sys.modules)
        totals = self.totals[self.stack[-1]]
        totals[0] += now - self.last_time
        totals[1] += modules - self.last_modules
        self.last_time, self.last_modules = now, modules

    @contextmanager
    def step(self, name):
        """Count the block for this step, which may occur several times."""
        self.record()
        self.totals.setdefault(name, [0.0, 0])
        self.stack.append(name)
        try:
            yield
        finally:
            self.record()
            self.stack.pop()
            if name not in self.finished:
                self.finished.append(name)

    def watch(self, owner, attribute, name):
        """Count each call of a function of a module, a class or an object for this step."""
        function = getattr(owner, attribute)

        @wraps(function)
        def watched(*arguments, **options):
            with self.step(name):
                return function(*arguments, **options)

        bound = getattr(function, "__self__", None) is owner  # a class method
        setattr(owner, attribute, staticmethod(watched) if bound else watched)

    def write(self):
        """Write all steps to the file STEPS."""
        self.record()
        with open(os.environ["STEPS"], "w", encoding="utf-8") as file:
            json.dump({name: self.totals[name] for name in self.finished}, file)


def start_steps():
    """Return Steps that start at the time in STARTED, at which this process was started."""
    return Steps("Python startup and everything not listed below", float(os.environ["STARTED"]))


def get(application, path):
    """Send a GET request to a WSGI application. Raises RuntimeError unless the status is 200."""
    from wsgiref.util import setup_testing_defaults

    environ = {"PATH_INFO": path, "HTTP_HOST": "localhost", "REMOTE_ADDR": "127.0.0.1"}
    setup_testing_defaults(environ)
    statuses = []
    body = application(environ, lambda status, headers, error=None: statuses.append(status))
    b"".join(body)
    getattr(body, "close", lambda: None)()
    if not statuses[0].startswith("200"):
        raise RuntimeError(f"{path}: {statuses[0]}")
