"""Requests that an HTTP client does not send: bytes of a test's choice."""

import socket
from urllib.parse import urlsplit


def send_bytes(target, request, *, is_complete=True):
    """Send bytes; return the status and the bytes of the response."""
    parts = urlsplit(target.url)
    with socket.create_connection((parts.hostname, parts.port or 80), timeout=10) as connection:
        connection.sendall(request)
        if not is_complete:
            connection.shutdown(socket.SHUT_WR)
        response = b""
        while chunk := connection.recv(65536):
            response += chunk
    return int(response.split(b" ", 2)[1]), response
