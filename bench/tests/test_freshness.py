"""An old page is noticed, also where only one of two processes has it."""

import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import cycle

import pytest

from bench.freshness import LOOKS, Watch
from bench.visitor import Visitor, logging_in

ANSWERS = cycle([(200, b"a page of today"), (200, b"an old page")])


class Site(BaseHTTPRequestHandler):
    """Every other answer to /half/ is old; nothing else is there."""

    def do_GET(self):
        status, body = next(ANSWERS) if self.path == "/half/" else (404, b"nothing")
        self.send_response(status)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *arguments):
        pass


@pytest.fixture(scope="module")
def url():
    with ThreadingHTTPServer(("127.0.0.1", 0), Site) as server:
        threading.Thread(target=server.serve_forever).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


@pytest.mark.parametrize(
    ("path", "text", "old"),
    [
        ("/half/", "page", 0),
        ("/half/", "today", LOOKS / 2),
        ("/half/", None, LOOKS),
        ("/gone/", None, 0),
        ("/gone/", "nothing", LOOKS),
    ],
)
def test_a_look_notes_what_is_old(url, path, text, old):
    watch = Watch(url)
    watch.look(path, text)
    assert (watch.looks, len(watch.stale)) == (LOOKS, old)


def test_a_page_that_is_not_there_is_an_error(url):
    with pytest.raises(RuntimeError, match="/gone/: 404"):
        Visitor(url).seconds("/gone/")


def test_a_login_that_fails_in_the_loop_is_an_error_at_its_end(url):
    with pytest.raises(RuntimeError, match="Logging in failed"), logging_in(url, "ada", "secret"):
        pass
