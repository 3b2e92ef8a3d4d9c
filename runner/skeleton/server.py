"""The first steps of a server. It responds with 501 to requests for what does not exist yet."""

import os
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

HEALTH = b'{"status": "ok"}'


class Handler(BaseHTTPRequestHandler):
    def respond(self):
        """Send the response to any request."""
        found = self.path == "/healthz"
        body = HEALTH if found else f"{self.command} {self.path} does not exist yet.\n".encode()
        self.send_response(200 if found else 501)
        self.send_header("Content-Type", "application/json" if found else "text/plain")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    do_GET = do_POST = respond


if __name__ == "__main__":
    at = os.environ.get("HOST") or "127.0.0.1", int(os.environ.get("PORT") or 8000)
    ThreadingHTTPServer(at, Handler).serve_forever()
