"""Static files: hashed names, caching, compression and conditional requests."""

import gzip
import re
import shutil
from hashlib import md5

import pytest
import requests

from shared_tests.support.browser import Browser
from shared_tests.support.responses import SECURITY_HEADERS
from shared_tests.support.static_files import STYLE, STYLE_PATH, hashed_path

YEAR = 365 * 24 * 60 * 60  # seconds


def directives(response):
    """Return the Cache-Control directives of a response, as a dict."""
    parts = [each.strip().partition("=") for each in response.headers["Cache-Control"].split(",")]
    return {name: value for name, _, value in parts}


def stylesheet_url(url):
    """Return the URL of the stylesheet that the home page links to."""
    return Browser(url).get("/").soup.select_one("link[rel=stylesheet]")["href"]


@pytest.mark.spec("STATIC-1", "PAGE-3")
@pytest.mark.parametrize("path", ["/", "/profile/1/", "/accounts/login/", "/nothing/"])
def test_stylesheet_url_has_a_hash_of_the_content(browser, path):
    assert [each["href"] for each in browser.get(path).soup.select("link[rel=stylesheet]")] == [
        STYLE_PATH
    ]


@pytest.mark.spec("STATIC-1", "HEADER-1")
@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_hashed_file_is_immutable_and_cacheable_for_a_year(browser, method):
    response = browser.request(method, STYLE_PATH)
    assert response.status == 200
    assert response.headers["Content-Type"].startswith("text/css")
    cache_control = directives(response)
    assert int(cache_control["max-age"]) >= YEAR
    assert {"public", "immutable"} <= set(cache_control)
    assert SECURITY_HEADERS.items() <= response.headers.items()
    assert "Set-Cookie" not in response.headers


@pytest.mark.spec("STATIC-2")
def test_gzip_response_is_smaller_and_has_the_same_content(member):
    plain, small = (
        member.session.get(
            member.base_url + STYLE_PATH, headers={"Accept-Encoding": name}, stream=True, timeout=10
        )
        for name in ("identity", "gzip, br")
    )
    assert "Content-Encoding" not in plain.headers
    assert small.headers["Content-Encoding"] == "gzip"
    packed = small.raw.read(decode_content=False)
    assert gzip.decompress(packed) == plain.content == STYLE
    assert len(packed) < len(STYLE) / 2
    assert plain.headers["Vary"] == small.headers["Vary"] == "Accept-Encoding"


@pytest.mark.spec("STATIC-2")
@pytest.mark.parametrize(
    "encoding", ["", "identity", "br", "gzip;q=0", "gzip; q=0.000, identity", "br, gzip;q=0"]
)
def test_response_is_uncompressed_without_gzip_in_accept_encoding(browser, encoding):
    response = browser.send("GET", STYLE_PATH, headers={"Accept-Encoding": encoding})
    assert "Content-Encoding" not in response.headers
    assert response.headers["Content-Length"] == str(len(STYLE))
    assert response.response.content == STYLE


@pytest.mark.spec("STATIC-2", "ROUTE-3")
@pytest.mark.parametrize("encoding", ["gzip", "identity"])
def test_head_of_a_file_returns_the_headers_of_get(browser, encoding):
    headers = {"Accept-Encoding": encoding}
    get, head = (browser.send(method, STYLE_PATH, headers=headers) for method in ("GET", "HEAD"))
    assert head.cache_control == get.cache_control
    for name in ("Content-Encoding", "Content-Length", "ETag", "Vary"):
        assert head.headers.get(name) == get.headers.get(name)
    assert (head.status, head.response.content) == (200, b"")


@pytest.mark.spec("STATIC-2", "HEADER-1")
@pytest.mark.parametrize("encoding", ["gzip", "identity"])
@pytest.mark.parametrize("path", [STYLE_PATH, "/static/style.css"])
def test_conditional_request_for_an_unchanged_file_returns_304(browser, path, encoding):
    first = browser.send("GET", path, headers={"Accept-Encoding": encoding})
    for condition in (
        {"If-None-Match": first.headers["ETag"]},
        {"If-Modified-Since": first.headers["Last-Modified"]},
    ):
        response = browser.send("GET", path, headers={"Accept-Encoding": encoding} | condition)
        assert (response.status, response.response.content) == (304, b"")
        assert response.cache_control == first.cache_control
        assert SECURITY_HEADERS.items() <= response.headers.items()


@pytest.mark.spec("STATIC-2")
@pytest.mark.parametrize(
    ("name", "value"),
    [("If-None-Match", '"another"'), ("If-Modified-Since", "Mon, 01 Jan 1990 00:00:00 GMT")],
)
def test_conditional_request_for_a_changed_file_returns_200(browser, name, value):
    response = browser.send("GET", STYLE_PATH, headers={name: value})
    assert (response.status, response.response.content) == (200, STYLE)


@pytest.mark.spec("STATIC-2", "ERROR-3")
@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("If-None-Match", "\x80"), ("If-Modified-Since", "never"), ("If-Modified-Since", "9" * 400),
        ("If-Modified-Since", "Mon, 99 Jan 9999999 99:99:99 GMT"), ("Range", "bytes=0-99"),
        ("Range", "bytes=-1"), ("Range", "bytes=9-1"), ("Range", "bytes=99999999-"), ("Range", "x"),
        ("Range", "bytes=\xb2-"), pytest.param("Range", f"bytes={'9' * 5000}-", id="huge"),
        ("If-Range", "x"), ("Accept-Encoding", ";,=\xff"),
    ],
)  # fmt: skip
def test_malformed_header_is_no_server_error(browser, name, value):
    response = browser.send("GET", STYLE_PATH, headers={name: value.encode("latin-1")})
    assert response.status in (200, 206, 304, 416)


@pytest.mark.spec("STATIC-1", "ADMIN-10")
def test_static_files_of_the_admin_have_hashed_names(superuser):
    page = superuser.get("/admin/")
    loaded = [link["href"] for link in page.soup.select("link[rel=stylesheet]")]
    for path in [*loaded, *(script["src"] for script in page.soup.select("script[src]"))]:
        response = superuser.get(path)
        digest = md5(response.response.content, usedforsecurity=False).hexdigest()[:12]
        assert path.split(".")[-2] == digest
        assert "immutable" in directives(response)


@pytest.mark.spec("STATIC-1")
def test_file_without_a_hash_is_cacheable_for_a_short_time_only(browser):
    response = browser.get("/static/style.css")
    assert response.response.content == STYLE
    assert int(directives(response)["max-age"]) <= 60
    assert "immutable" not in directives(response)


@pytest.mark.spec("STATIC-1", "ERROR-1")
@pytest.mark.parametrize(
    "name",
    [
        "style.000000000000.css", "style.css.gz", "", "%00", "style.css%00", "%ff",
        "../manage.py", "..%2fconfig%2fhttp.py", "%2e%2e/start.sh", "/etc/passwd", "%2fetc%2fpasswd",
        f"{STYLE_PATH.rpartition('/')[2]}/", f"x/..%2f{STYLE_PATH.rpartition('/')[2]}x", "nothing.css",
    ],
)  # fmt: skip
def test_unknown_name_below_static_returns_404(browser, name):
    assert browser.send("GET", f"/static/{name}").status == 404


@pytest.mark.spec("STATIC-1", "ERROR-2")
@pytest.mark.parametrize("path", [STYLE_PATH, "/static/style.css"])
def test_post_to_a_static_file_returns_403_or_405(browser, path):
    assert browser.send("POST", path, data={"a": "1"}).status in (403, 405)


@pytest.fixture
def copied_app(process, tmp_path):
    """A process of a copy of the implementation, without collected static files."""
    app, tree = process(), tmp_path / "tree"
    ignored = shutil.ignore_patterns(".venv", "staticfiles", "__pycache__", "*.sqlite3*")
    shutil.copytree(app.tree, tree, ignore=ignored)
    app.tree = tree
    return app


@pytest.mark.spec("STATIC-3", "LOG-1")
def test_pages_link_to_names_without_a_hash_before_collectstatic(copied_app):
    copied_app.serve().wait("/healthz")
    assert stylesheet_url(copied_app.url) == "/static/style.css"
    assert requests.get(f"{copied_app.url}/static/style.css", timeout=10).content == STYLE
    assert [line for line in copied_app.log().splitlines() if not line.startswith("{")] == []


@pytest.mark.spec("STATIC-1", "STATIC-3")
def test_changed_file_has_a_new_hash_after_collectstatic(copied_app, target):
    for style in (STYLE, STYLE + b"/* more */"):
        (copied_app.tree / "static" / "style.css").write_bytes(style)
        collected = copied_app.run(*target.implementation["collect"])
        assert collected.returncode == 0, collected.stderr
        copied_app.serve().wait("/healthz")
        assert stylesheet_url(copied_app.url) == hashed_path(style)
        assert requests.get(copied_app.url + hashed_path(style), timeout=10).content == style
        copied_app.stop()


@pytest.mark.spec("RUN-1", "STATIC-3")
def test_start_collects_changed_files(copied_app):
    for style in (STYLE, STYLE + b"/* more */"):
        (copied_app.tree / "static" / "style.css").write_bytes(style)
        copied_app.start().wait()
        assert stylesheet_url(copied_app.url) == hashed_path(style)
        copied_app.stop()


@pytest.mark.spec("STATIC-3")
def test_changed_file_is_served_at_once_in_debug_mode(copied_app, target):
    copied_app.environment |= {
        target.implementation["settings_variable"]: "config.settings.dev", "DEBUG": "1",
    }  # fmt: skip
    copied_app.start().wait()
    assert stylesheet_url(copied_app.url) == "/static/style.css"
    for style in (b"a {}", b"b {}"):
        (copied_app.tree / "static" / "style.css").write_bytes(style)
        response = requests.get(f"{copied_app.url}/static/style.css", timeout=10)
        assert response.content == style
        assert not re.search("max-age=[1-9]", response.headers.get("Cache-Control", ""))
