"""`make links` finds pages of the documentation, and ids in them, that do not exist."""

import http.server
import threading
from contextlib import contextmanager

from comparison.measure import links

PAGE = b"""<h1 id="title">A</h1> <a name="old"></a> <dt id="flask.Flask.run">run</dt>"""


class Handler(http.server.BaseHTTPRequestHandler):
    requested = []

    def do_GET(self):
        self.requested.append(self.path)
        self.send_response(200 if self.path == "/here" else 404)
        self.end_headers()
        self.wfile.write(PAGE)

    def log_message(self, *arguments):
        """Log nothing."""


@contextmanager
def documentation():
    """Serve a page; yield the URL of the server."""
    Handler.requested.clear()
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


def test_a_page_that_does_not_exist_is_reported():
    with documentation() as url:
        pages = {f"{url}/here": set(), f"{url}/gone": {"title"}}
        assert links.broken(pages) == [(f"{url}/gone", 404)]


def test_an_id_that_a_page_does_not_have_is_reported():
    with documentation() as url:
        pages = {f"{url}/here": {"title", "old", "flask.Flask.run", "flask.Flask.walk"}}
        assert links.broken(pages) == [(f"{url}/here#flask.Flask.walk", "no such id")]
        assert Handler.requested == ["/here"]


def test_a_server_that_does_not_respond_is_reported():
    pages = {"http://127.0.0.1:1/": {"a"}}
    assert links.broken(pages) == [("http://127.0.0.1:1/", "ConnectionError")]


def test_pages_have_no_fragment_and_the_ids_that_are_linked():
    pages = links.linked_pages()
    assert len(pages) > 100
    assert not [url for url in pages if "#" in url]
    settings = pages["https://docs.djangoproject.com/en/5.2/ref/settings/"]
    assert {"std-setting-DEBUG", "std-setting-INSTALLED_APPS"} <= settings


def test_all_documents_are_read():
    names = {str(document.relative_to(links.ROOT)) for document in links.DOCUMENTS}
    assert {
        "README.md",
        "DIFFERENCES.md",
        "docs/walkthrough.md",
        "docs/migrate/pitfalls.md",
        "shared_database/README.md",
        "project_templates/README.md",
        "django_impl/README.md",
        "flask_impl/README.md",
    } <= names
