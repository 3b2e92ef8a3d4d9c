"""Both implementations as processes of this machine, on SQLite, with data of their own."""

import secrets
from contextlib import ExitStack, contextmanager
from pathlib import Path

from runner.process import Process, compared

SECRETS = ("DEMO_PASSWORD", "ADMIN_PASSWORD", "SECRET_KEY")


def create_processes(folder, **variables):
    """Return a Process of each implementation, by name, with the same generated secrets."""
    environment = {name: secrets.token_urlsafe(12) for name in SECRETS} | variables
    return {name: Process(table, Path(folder), **environment) for name, table in compared().items()}


@contextmanager
def serving(servers):
    """Serve until the end of the block, which receives the password of the demo users.

    Raises RuntimeError if a server does not start.
    """
    with ExitStack() as stack:
        for server in servers.values():
            stack.callback(server.stop)
            server.start()
        for server in servers.values():
            server.wait()
        yield next(iter(servers.values())).environment["DEMO_PASSWORD"]
