"""Another API, which a minimal version sends requests to."""

import json
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread
from urllib.parse import urlsplit


class Handler(BaseHTTPRequestHandler):
    """Responds with the value whose name is the last part of the query string, or 404."""

    def do_GET(self):
        self.server.requests += 1
        name = urlsplit(self.path).query.rpartition("=")[2]
        found = name in self.server.values
        self.send_response(200 if found else 404)
        self.send_header("Content-Type", "application/json")
        self.end_headers()
        self.wfile.write(json.dumps(self.server.values.get(name, {})).encode())

    def log_message(self, *args):
        pass


@contextmanager
def other_api(values):
    """Serve values by name until the end of the block, which receives the server."""
    with HTTPServer(("127.0.0.1", 0), Handler) as server:
        server.values, server.requests = values, 0
        server.url = f"http://127.0.0.1:{server.server_port}/"
        Thread(target=server.serve_forever, daemon=True).start()
        yield server
        server.shutdown()
