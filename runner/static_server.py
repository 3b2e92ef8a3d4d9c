"""Builds and serves the comparison site. Uses only the standard library."""

import os
import subprocess
import sys
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

from runner.process import ROOT
from runner.signals import ended_with_parent, interruption

SITE = {"port": 8000, "port_variable": "SITE_PORT"}
BUILD = [str(ROOT / "comparison" / ".venv" / "bin" / "python"), "-m", "comparison.site"]


class Handler(SimpleHTTPRequestHandler):
    """Serves files without logging requests."""

    def log_message(self, *arguments):
        pass

    def send_head(self):
        """Extends `SimpleHTTPRequestHandler.send_head`: return 404 for invalid paths, too."""
        try:
            return super().send_head()
        except ValueError:
            self.send_error(404)
            return None


class Server(ThreadingHTTPServer):
    """Does not log connections that the client has closed."""

    def handle_error(self, request, client_address):
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)


@contextmanager
def building(log_path):
    """Build the site, with links to the running pair, while the block runs; yield the process."""
    with log_path.open("wb") as log, interruption.hold():
        process = subprocess.Popen(
            [*ended_with_parent(), *BUILD], cwd=ROOT, env=os.environ | {"LIVE": "1"},
            stdout=log, stderr=subprocess.STDOUT, start_new_session=True,
        )  # fmt: skip
    try:
        yield process
    finally:
        process.kill()
        process.wait()


@contextmanager
def serving(folder, port=0):
    """Serve the files of a folder until the end of the block; yield the URL."""
    server = Server(("127.0.0.1", int(port)), partial(Handler, directory=folder))
    Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
