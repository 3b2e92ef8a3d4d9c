"""How an answer leaves gunicorn: in one piece (RUN-6), and so that it arrives (BODY-6).

Gunicorn sends the head, then the body. Who is killed in between has answered by half, and a proxy
that has passed on the head can't ask another replica any more.

Of a body that nobody reads it takes 64 KiB. To close a connection amid more is a reset for whoever
is still sending, who may then never see the answer.
"""

import time
from copy import copy

from gunicorn.http.errors import ParseException
from gunicorn.workers.gthread import ThreadWorker

LIMIT = 65536  # bytes: from here on an answer is sent as it comes
UNREAD = 10_000_000  # bytes of a body that nobody wanted, which are read all the same
UNREAD_SECONDS = 5


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
        return finish_reading(conn.parser) and stays_open


def finish_reading(parser):
    """Read what is left of a request; return whether that was all, and no nonsense."""
    try:
        return parser.finish_body(time.monotonic() + UNREAD_SECONDS, UNREAD)
    except (ParseException, OSError):
        return False
