"""`make links` finds pages of the documentation that do not exist."""

import http.server
import threading

from comparison.measure import links


class Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200 if self.path == "/here" else 404)
        self.end_headers()

    def log_message(self, *arguments):
        """Log nothing."""


def test_a_page_that_does_not_exist_is_reported():
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        url = f"http://127.0.0.1:{server.server_port}"
        assert links.broken([f"{url}/here", f"{url}/gone"]) == [(f"{url}/gone", 404)]
        server.shutdown()


def test_a_server_that_does_not_respond_is_reported():
    assert links.broken(["http://127.0.0.1:1/"]) == [("http://127.0.0.1:1/", "ConnectionError")]


def test_each_page_is_requested_once():
    pages = links.linked_pages()
    assert len(pages) == len(set(pages)) > 100
    assert not [url for url in pages if "#" in url]
