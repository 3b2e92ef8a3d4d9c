"""The reverse proxy for development forwards each request, unchanged, to one of its servers."""

import socket
from contextlib import ExitStack
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest
import requests

from runner import front_door
from runner.process import free_port


class Handler(BaseHTTPRequestHandler):
    """Respond with the port of the server and the body of the request."""

    def do_GET(self):
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        if self.headers.get("Expect"):
            self.send_response_only(100)
            self.end_headers()
        self.send_response(200)
        self.end_headers()
        self.wfile.write(f"{self.connection.getsockname()[1]} ".encode() + body)

    do_POST = do_GET

    def log_message(self, *arguments):
        """Print nothing."""


@pytest.fixture
def servers():
    """Two servers, by name."""
    with ExitStack() as stack:
        found = {}
        for name in ("one", "two"):
            found[name] = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
            stack.callback(found[name].server_close)
            stack.callback(found[name].shutdown)
            Thread(target=found[name].serve_forever, daemon=True).start()
        yield found


@pytest.fixture
def routes():
    both = ["one", "two"]
    return {"/": both, "/api/": "two", "/api/users/": "one", "/static/": tuple(both)}


@pytest.fixture
def url(servers, routes):
    """The URL of a front door to the servers."""
    port = free_port()
    ports = {name: server.server_port for name, server in servers.items()}
    with front_door.serving(port, ports, routes):
        yield f"http://127.0.0.1:{port}"


def names(url, number=1):
    """Return the names of the servers that respond to a number of requests."""
    return {requests.get(url, timeout=5).headers["X-Served-By"] for _ in range(number)}


def test_longest_prefix_chooses_the_server(url, servers):
    assert names(f"{url}/api/users/1/") == {"one"}
    assert names(f"{url}/api/") == {"two"}
    port, _ = requests.get(f"{url}/api/", timeout=5).text.split(" ")
    assert int(port) == servers["two"].server_port


def test_of_several_servers_each_responds_to_some_requests(url):
    assert names(f"{url}/", 50) == {"one", "two"}


def test_changed_routes_count_from_the_next_request(url, routes):
    assert names(f"{url}/api/") == {"two"}
    routes["/api/"] = "one"
    assert names(f"{url}/api/") == {"one"}


def test_tuple_of_servers_is_tried_in_its_order(url, servers):
    assert names(f"{url}/static/", 20) == {"one"}
    servers["one"].shutdown()
    servers["one"].server_close()
    assert names(f"{url}/static/", 5) == {"two"}


def test_server_that_is_stopped_is_passed_over(url, servers):
    servers["one"].shutdown()
    servers["one"].server_close()
    assert names(f"{url}/", 20) == {"two"}


def test_without_a_server_the_response_is_502(url, servers):
    for server in servers.values():
        server.shutdown()
        server.server_close()
    assert requests.get(f"{url}/", timeout=5).status_code == 502


def test_large_body_is_forwarded(url):
    response = requests.post(f"{url}/api/", data=b"x" * 3_000_000, timeout=10)
    assert response.text.count("x") == 3_000_000


def exchange(url, request):
    """Send bytes, and return all that comes back."""
    with socket.create_connection(("127.0.0.1", int(url.rpartition(":")[2])), timeout=5) as client:
        client.sendall(request)
        return b"".join(iter(lambda: client.recv(4096), b""))


def test_interim_response_gets_no_header(url):
    response = exchange(url, b"GET / HTTP/1.1\r\nHost: localhost\r\nExpect: 100-continue\r\n\r\n")
    interim, final, _ = response.split(b"\r\n\r\n")
    assert interim == b"HTTP/1.0 100 Continue"
    assert final.startswith(b"HTTP/1.0 200 OK\r\nX-Served-By: ")


def test_invalid_request_line_reaches_a_server(url):
    assert b"Bad request syntax" in exchange(url, b"GET / at once please\r\n\r\n")
