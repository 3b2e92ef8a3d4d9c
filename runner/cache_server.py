"""A temporary Valkey or Redis server on this machine."""

import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from runner.process import free_port
from runner.signals import ended_with_parent, interruption

PROGRAMS = ("valkey-server", "redis-server")
MISSING = (
    "Neither valkey-server nor redis-server was found. On Debian, run `apt-get install redis-server`. "
    "The tests that need it are skipped."
)


def find() -> str | None:
    """Return the path of a server, or None."""
    return next(filter(None, map(shutil.which, PROGRAMS)), None)


@contextmanager
def running() -> Iterator[str]:
    """Run a server that stores nothing; yield its URL. Without a program, yield an empty string."""
    program = find()
    if program is None:
        print(MISSING, file=sys.stderr)
        yield ""
        return
    port = free_port()
    options = ["--port", str(port), "--bind", "127.0.0.1", "--save", ""]
    with tempfile.TemporaryDirectory() as folder:
        with interruption.hold():
            command = [*ended_with_parent(), program, *options, "--dir", folder]
            server = subprocess.Popen(command, stdout=subprocess.DEVNULL)
        try:
            wait_for(port)
            yield f"redis://127.0.0.1:{port}/0"
        finally:
            server.terminate()
            server.wait(10)


def wait_for(port: int, seconds: float = 10) -> None:
    """Wait until a server accepts connections; raise TimeoutError if it does not."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        with suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
            return
        time.sleep(0.05)
    raise TimeoutError(f"no cache server at port {port}")


if __name__ == "__main__":
    sys.exit(find() is None)
