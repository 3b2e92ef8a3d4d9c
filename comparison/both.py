"""Both sides as processes of this machine, on SQLite, with data of their own."""

import secrets
from contextlib import contextmanager
from pathlib import Path

from shared_tests.launchers.process import Process, implementations

PASSWORDS = ("DEMO_PASSWORD", "ADMIN_PASSWORD")


@contextmanager
def serving(folder, **variables):
    """Serve both until the end of the block; give the Processes by side, and the demo password.

    Raises RuntimeError where one does not start.
    """
    given = {name: secrets.token_urlsafe(12) for name in (*PASSWORDS, "SECRET_KEY")} | variables
    servers = {
        name: Process(implementation, Path(folder), **given)
        for name, implementation in implementations().items()
    }
    try:
        for server in servers.values():
            server.start()
        for server in servers.values():
            server.wait()
        yield servers, given["DEMO_PASSWORD"]
    finally:
        for server in servers.values():
            if server.process:
                server.stop()
