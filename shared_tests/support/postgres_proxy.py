"""A proxy in front of PostgreSQL, which closes the connection at a statement that a test chooses."""

import socket
import socketserver
from threading import Lock, Thread
from urllib.parse import quote, unquote

SOCKET = ".s.PGSQL.5432"  # its name in a folder
# Messages of PostgreSQL's protocol: Query, and Sync, which follows Parse, Bind and Execute.
LAST_MESSAGES = (b"Q", b"S")


class PostgresProxy(socketserver.ThreadingUnixStreamServer):
    """Listens on a socket in a folder, and passes all connections on to that of a cluster."""

    daemon_threads = True

    def __init__(self, folder, url):
        """`url` is that of a database of the cluster."""
        database, _, cluster = url.rpartition("host=")
        self.upstream = f"{unquote(cluster)}/{SOCKET}"
        self.url = f"{database}host={quote(str(folder))}"
        self.lock, self.remaining = Lock(), 0
        super().__init__(f"{folder}/{SOCKET}", Connection)

    def cut_at(self, number):
        """Close the connection at this statement, counted from now."""
        with self.lock:
            self.remaining = number

    def end_cutting(self):
        """Close no connection from now on; return whether one was closed since `cut_at`."""
        with self.lock:
            was_cut, self.remaining = not self.remaining, 0
        return was_cut

    def is_cut_at(self, message):
        """Count a message; return whether the connection is to be closed instead of sending it."""
        with self.lock:
            if message[:1] not in LAST_MESSAGES or not self.remaining:
                return False
            self.remaining -= 1
            return not self.remaining


class Connection(socketserver.StreamRequestHandler):
    """A connection of a client, and one to PostgreSQL."""

    server: PostgresProxy

    def handle(self):
        with socket.socket(socket.AF_UNIX) as upstream:
            upstream.connect(self.server.upstream)
            Thread(target=copy, args=(upstream, self.connection), daemon=True).start()
            for message in read_messages(self.rfile):
                if self.server.is_cut_at(message):
                    break
                upstream.sendall(message)
            upstream.shutdown(socket.SHUT_RDWR)


def read_messages(stream):
    """Yield the messages of a client. The first one has no type."""
    head = stream.read(4)
    while head:
        size = int.from_bytes(head[-4:]) - 4
        yield head + stream.read(size)
        head = stream.read(5)


def copy(source, destination):
    """Pass on what PostgreSQL sends, until one of the connections is closed."""
    try:
        while data := source.recv(65536):
            destination.sendall(data)
        destination.shutdown(socket.SHUT_RDWR)
    except OSError:
        return
