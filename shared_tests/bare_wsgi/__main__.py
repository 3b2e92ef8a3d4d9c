"""Serves the application until SIGTERM: python3 -m shared_tests.bare_wsgi."""

import os
import secrets
import signal
import sys
from socketserver import ThreadingMixIn
from urllib.parse import unquote
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

from shared_tests.bare_wsgi.application import make_application
from shared_tests.bare_wsgi.database import connect, prepare


class Server(ThreadingMixIn, WSGIServer):
    """A thread for each connection."""

    daemon_threads = True
    request_queue_size = 64


class Handler(WSGIRequestHandler):
    def log_message(self, *arguments):
        """Log nothing: a path may hold what nobody should read."""


def main():
    passwords = [os.environ.get(name) for name in ("DEMO_PASSWORD", "ADMIN_PASSWORD")]
    if not all(passwords):
        sys.exit("DEMO_PASSWORD and ADMIN_PASSWORD are needed.")
    url = os.environ.get("DATABASE_URL") or "sqlite:///bare_wsgi.sqlite3"
    path = unquote(url.removeprefix("sqlite:///"))
    prepare(connect(path), *passwords)
    application = make_application(path, os.environ.get("SECRET_KEY") or secrets.token_hex())
    host, port = os.environ.get("HOST") or "127.0.0.1", int(os.environ.get("PORT") or 8000)
    with make_server(host, port, application, Server, Handler) as server:
        signal.signal(signal.SIGTERM, lambda *_: sys.exit())
        print(f"http://{host}:{port}", flush=True)
        server.serve_forever()


if __name__ == "__main__":
    main()
