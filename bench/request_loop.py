"""Requests pages from the WSGI application of the current folder in turns, until it is ended.

`make flame-graphs` samples it. The argument is a file with a path on each line.
"""

import sys
from itertools import cycle, islice
from pathlib import Path
from wsgiref.util import setup_testing_defaults

sys.path[0] = "."  # as in gunicorn, instead of this folder
from config.wsgi import application  # noqa: E402, from that folder

WARM_UP = 100  # requests


def request(path):
    """Request a page. Raises RuntimeError unless the status is 200."""
    environ, statuses = {"PATH_INFO": path, "REMOTE_ADDR": "127.0.0.1"}, []
    setup_testing_defaults(environ)
    response = application(environ, lambda status, *headers: statuses.append(status))
    b"".join(response)
    response.close()
    if statuses != ["200 OK"]:
        raise RuntimeError(f"{path}: {statuses}")


def request_sampled(path):
    """Request a page after the warm-up."""
    request(path)


if __name__ == "__main__":
    paths = cycle(Path(sys.argv[1]).read_text(encoding="utf-8").split())
    for path in islice(paths, WARM_UP):
        request(path)
    for path in paths:
        request_sampled(path)
