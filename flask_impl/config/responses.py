"""How an answer leaves gunicorn: head and body in one piece (RUN-6).

Gunicorn sends one after the other. Who is killed in between has answered by half, and a proxy that
has passed on the head can't ask another replica any more.
"""

from copy import copy

from gunicorn.workers.gthread import ThreadWorker

LIMIT = 65536  # bytes: from here on an answer is sent as it comes


class Gathering:
    """A socket that gathers what is to be sent."""

    def __init__(self, sock):
        self.sock = sock
        self.gathered = bytearray()

    def __getattr__(self, name):
        return getattr(self.sock, name)

    def sendall(self, data):
        self.gathered += data
        if len(self.gathered) >= LIMIT:
            self.flush()

    def flush(self):
        """Send what was gathered. Raises OSError where the client has gone."""
        self.sock.sendall(self.gathered)
        self.gathered.clear()


class Worker(ThreadWorker):
    """A worker of gunicorn with threads."""

    def handle_request(self, req, conn):
        """Answer a request; return whether the connection stays open. What fails is not sent."""
        answering = copy(conn)
        answering.sock = Gathering(conn.sock)
        stays_open = super().handle_request(req, answering)
        answering.sock.flush()
        return stays_open
