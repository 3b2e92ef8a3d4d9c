"""The static files that pages ask for."""

import gzip
import re
import shutil
from hashlib import md5
from pathlib import Path

import pytest
import requests

from runner.process import SERVE
from shared_tests.http.test_errors import SECURITY_HEADERS

STYLE = (Path(__file__).resolve().parents[1] / "style.css").read_bytes()
YEAR = 365 * 24 * 60 * 60  # seconds


def name_of(style):
    """Return the path of a stylesheet with this content."""
    return f"/static/style.{md5(style, usedforsecurity=False).hexdigest()[:12]}.css"


NAME = name_of(STYLE)


def directives(response):
    """Return what an answer says to caches, as a dict."""
    parts = [each.strip().partition("=") for each in response.headers["Cache-Control"].split(",")]
    return {name: value for name, _, value in parts}


def stylesheet(url):
    """Return the address of the stylesheet that the home page of a site asks for."""
    return re.search(r'<link rel="stylesheet" href="([^"]*)">', requests.get(url, timeout=10).text)[
        1
    ]


@pytest.mark.spec("STATIC-1", "PAGE-3")
@pytest.mark.parametrize("path", ["/", "/profile/1/", "/accounts/login/", "/nothing/"])
def test_a_page_asks_for_a_name_with_the_digest_of_the_content(browser, path):
    assert [each["href"] for each in browser.get(path).soup.select("link[rel=stylesheet]")] == [
        NAME
    ]


@pytest.mark.spec("STATIC-1", "HEADER-1")
@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_such_a_file_may_be_kept_for_good(browser, method):
    response = browser.request(method, NAME)
    assert response.status == 200
    assert response.headers["Content-Type"].startswith("text/css")
    said = directives(response)
    assert int(said["max-age"]) >= YEAR
    assert {"public", "immutable"} <= set(said)
    assert SECURITY_HEADERS.items() <= response.headers.items()
    assert "Set-Cookie" not in response.headers


@pytest.mark.spec("STATIC-2")
def test_who_takes_gzip_gets_less_of_the_same(member):
    plain, small = (
        member.session.get(
            member.base_url + NAME, headers={"Accept-Encoding": name}, stream=True, timeout=10
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
def test_who_does_not_take_gzip_gets_the_file_as_it_is(browser, encoding):
    response = browser.send("GET", NAME, headers={"Accept-Encoding": encoding})
    assert "Content-Encoding" not in response.headers
    assert response.headers["Content-Length"] == str(len(STYLE))
    assert response.response.content == STYLE


@pytest.mark.spec("STATIC-2", "ROUTE-3")
@pytest.mark.parametrize("encoding", ["gzip", "identity"])
def test_head_tells_the_same_of_a_file(browser, encoding):
    headers = {"Accept-Encoding": encoding}
    get, head = (browser.send(method, NAME, headers=headers) for method in ("GET", "HEAD"))
    for name in ("Cache-Control", "Content-Encoding", "Content-Length", "ETag", "Vary"):
        assert head.headers.get(name) == get.headers.get(name)
    assert (head.status, head.response.content) == (200, b"")


@pytest.mark.spec("STATIC-2", "HEADER-1")
@pytest.mark.parametrize("encoding", ["gzip", "identity"])
@pytest.mark.parametrize("path", [NAME, "/static/style.css"])
def test_who_has_a_file_gets_no_second_copy(browser, path, encoding):
    first = browser.send("GET", path, headers={"Accept-Encoding": encoding}).headers
    for condition in (
        {"If-None-Match": first["ETag"]},
        {"If-Modified-Since": first["Last-Modified"]},
    ):
        response = browser.send("GET", path, headers={"Accept-Encoding": encoding} | condition)
        assert (response.status, response.response.content) == (304, b"")
        assert response.headers["Cache-Control"] == first["Cache-Control"]
        assert SECURITY_HEADERS.items() <= response.headers.items()


@pytest.mark.spec("STATIC-2")
@pytest.mark.parametrize(
    ("name", "value"),
    [("If-None-Match", '"another"'), ("If-Modified-Since", "Mon, 01 Jan 1990 00:00:00 GMT")],
)
def test_who_has_another_one_gets_it(browser, name, value):
    response = browser.send("GET", NAME, headers={name: value})
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
def test_a_strange_header_is_no_error(browser, name, value):
    response = browser.send("GET", NAME, headers={name: value.encode("latin-1")})
    assert response.status in (200, 206, 304, 416)


@pytest.mark.spec("STATIC-1", "ADMIN-10")
def test_all_that_the_admin_loads_has_such_a_name(superuser):
    page = superuser.get("/admin/")
    loaded = [link["href"] for link in page.soup.select("link[rel=stylesheet]")]
    for path in [*loaded, *(script["src"] for script in page.soup.select("script[src]"))]:
        response = superuser.get(path)
        digest = md5(response.response.content, usedforsecurity=False).hexdigest()[:12]
        assert path.split(".")[-2] == digest
        assert "immutable" in directives(response)


@pytest.mark.spec("STATIC-1")
def test_a_plain_name_is_kept_for_a_short_time_only(browser):
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
        f"{NAME.rpartition('/')[2]}/", f"x/..%2f{NAME.rpartition('/')[2]}x", "nothing.css",
    ],
)  # fmt: skip
def test_no_other_name_below_static_is_found(browser, name):
    assert browser.send("GET", f"/static/{name}").status == 404


@pytest.mark.spec("STATIC-1", "ERROR-2")
@pytest.mark.parametrize("path", [NAME, "/static/style.css"])
def test_a_static_file_takes_no_form(browser, path):
    assert browser.send("POST", path, data={"a": "1"}).status in (403, 405)


@pytest.fixture
def copied(process, tmp_path):
    """A process of a copy of the implementation, in which nothing was collected."""
    made, tree = process(), tmp_path / "tree"
    left = shutil.ignore_patterns(".venv", "staticfiles", "__pycache__", "*.sqlite3*")
    shutil.copytree(made.tree, tree, ignore=left)
    made.tree = tree
    return made


@pytest.mark.spec("STATIC-3", "LOG-1")
def test_before_files_are_collected_pages_ask_for_plain_names(copied):
    copied.start(*SERVE).wait("/healthz")
    assert stylesheet(copied.url) == "/static/style.css"
    assert requests.get(f"{copied.url}/static/style.css", timeout=10).content == STYLE
    assert [line for line in copied.log().splitlines() if not line.startswith("{")] == []


@pytest.mark.spec("STATIC-1", "STATIC-3")
def test_a_changed_file_has_another_name_once_it_is_collected(copied, target):
    for style in (STYLE, STYLE + b"/* more */"):
        (copied.tree / "static" / "style.css").write_bytes(style)
        collected = copied.run(*target.implementation["collect"])
        assert collected.returncode == 0, collected.stderr
        copied.start(*SERVE).wait("/healthz")
        assert stylesheet(copied.url) == name_of(style)
        assert requests.get(copied.url + name_of(style), timeout=10).content == style
        copied.stop()


@pytest.mark.spec("RUN-1", "STATIC-3")
def test_a_start_collects_what_has_changed(copied):
    for style in (STYLE, STYLE + b"/* more */"):
        (copied.tree / "static" / "style.css").write_bytes(style)
        copied.start().wait()
        assert stylesheet(copied.url) == name_of(style)
        copied.stop()


@pytest.mark.spec("STATIC-3")
def test_while_debugging_a_change_shows_at_once(copied, target):
    copied.environment |= {
        target.implementation["settings_variable"]: "config.settings.dev", "DEBUG": "1",
    }  # fmt: skip
    copied.start().wait()
    assert stylesheet(copied.url) == "/static/style.css"
    for style in (b"a {}", b"b {}"):
        (copied.tree / "static" / "style.css").write_bytes(style)
        response = requests.get(f"{copied.url}/static/style.css", timeout=10)
        assert response.content == style
        assert not re.search("max-age=[1-9]", response.headers.get("Cache-Control", ""))
