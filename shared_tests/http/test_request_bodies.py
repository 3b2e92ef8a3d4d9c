"""Request bodies: declared encodings and charsets, invalid dates, and incomplete bodies."""

import json
import socket
import struct
import time
from urllib.parse import urlsplit

import pytest

from shared_tests.support.prometheus import read_metrics
from shared_tests.support.raw_requests import send_bytes
from shared_tests.support.responses import assert_error_page

# No browser declares one of these as the charset of a form. Python knows most of them as codecs.
CODECS = [
    "rot13", "idna", "punycode", "undefined", "zlib", "hex", "base64", "bz2", "uu", "quopri", "charmap",
    "unicode_escape", "raw_unicode_escape", "utf-7", "utf-16", "latin-1", "mbcs", "nothing", "../x", "", "x" * 3000,
]  # fmt: skip
DECLARED = [
    *(f"charset={codec}" for codec in CODECS),
    *(f"x*={codec}''%41%ff" for codec in CODECS),
    "x*=a; x*0=b", "x*1*=rot13''%41; x*0*=idna''%41", "x*" + "1" * 4500 + "=a", "x*=utf-8'", ";;;", '="',
]  # fmt: skip
CUT_OFF = [
    ("/accounts/login/", "application/x-www-form-urlencoded"),
    ("/accounts/login/", "multipart/form-data; boundary=x"),
    ("/accounts/signup/", "text/plain"),
    ("/api/tokens/", "application/json"),
    ("/profile/ada/", "text/plain"),
    ("/nothing/", "multipart/form-data; boundary=x"),
    ("/admin/", "application/x-www-form-urlencoded"),
    ("/static/style.css", "text/plain"),
    ("/healthz", "application/json"),
]


DATES = [
    "Mon, 01 Jan 99999999999 00:00:00 GMT",
    "Mon, 01 Jan 10000 00:00:00 GMT",
    "Thu, 01 Jan 0000 00:00:00 GMT",
    "x",
    "Mon, 99 Foo 99999 99:99:99 GMT",
    "Sat, 01 Jan 2000 00:00:00 +99999999999",
    "9" * 5000,
    "Sat, 01 Jan 0001 00:00:00 +2359",
]


def multipart(headers, value=b"ada"):
    """Return a multipart body whose only part has these headers."""
    return b"--x\r\n" + headers.encode("latin-1") + b"\r\n\r\n" + value + b"\r\n--x--\r\n"


@pytest.mark.spec("BODY-7")
def test_declared_charset_does_not_change_the_query_string(browser):
    for declared in DECLARED:
        headers = {"Content-Type": f"text/plain; {declared}"}
        page = browser.send("GET", "/profiles/?q=ad%61", headers=headers)
        assert (declared, page.status, page.value("q")) == (declared, 200, "ada")


@pytest.mark.spec("BODY-7", "HOST-1", "LOG-1")
def test_unknown_host_returns_400_with_any_declared_charset(browser):
    for declared in DECLARED:
        headers = {"Content-Type": f"text/plain; {declared}", "Host": "evil.example"}
        page = browser.send("GET", "/profiles/", headers=headers)
        assert (declared, page.status) == (declared, 400)
        assert_error_page(page)
        assert page.headers["X-Request-ID"]


@pytest.mark.spec("BODY-7")
@pytest.mark.parametrize("kind", ["application/x-www-form-urlencoded", "multipart/form-data"])
def test_form_is_decoded_as_utf_8_with_any_declared_charset(browser, kind):
    browser.get("/accounts/signup/")
    _, hidden = browser.page.form("signup-form")
    files = {name: (None, value) for name, value in (hidden | {"first_name": "Zoë"}).items()}
    for declared in DECLARED[: len(CODECS)]:
        sent = (
            {"data": hidden | {"first_name": "Zoë"}} if "urlencoded" in kind else {"files": files}
        )
        headers = {"Content-Type": f"{kind}; {declared}"}
        if "files" in sent:  # `requests` would choose the boundary
            headers["Content-Type"] += "; boundary=x"
            parts = (multipart(f'Content-Disposition: form-data; name="{name}"', value[1].encode())
                     for name, value in files.items())  # fmt: skip
            sent = {
                "data": b"".join(part.removesuffix(b"--x--\r\n") for part in parts) + b"--x--\r\n"
            }
        page = browser.send("POST", "/accounts/signup/", headers=headers, **sent)
        assert (declared, page.status, page.value("first_name")) == (declared, 200, "Zoë")


@pytest.mark.spec("BODY-7", "ERROR-4")
@pytest.mark.parametrize("path", ["/accounts/login/", "/api/tokens/", "/nothing/"])
def test_multipart_form_with_any_declared_charset_is_no_server_error(browser, path):
    for declared in DECLARED:
        headers = {"Content-Type": f"multipart/form-data; boundary=x; {declared}"}
        body = multipart('Content-Disposition: form-data; name="username"')
        page = browser.send("POST", path, data=body, headers=headers)
        assert 400 <= page.status < 500, declared
        assert page.headers["X-Request-ID"]


@pytest.mark.spec("BODY-7", "ERROR-4")
def test_multipart_part_with_any_declared_charset_is_no_server_error(browser):
    headers = {"Content-Type": "multipart/form-data; boundary=x"}
    disposition = "Content-Disposition: form-data"
    for declared in DECLARED:
        name = declared.replace("x*", "name*").replace("charset", "filename*")
        for part in (
            f"{disposition}; {name}",
            f'{disposition}; name="a"; {declared}',
            f'{disposition}; name="a"\r\nContent-Type: text/plain; {declared}',
            f'{disposition}; name="a"; filename="a"\r\nContent-Type: text/plain; {declared}',
            f'{disposition}; name="a"\r\nContent-Transfer-Encoding: {declared}',
        ):
            data = multipart(part, b"\xff")
            page = browser.send("POST", "/accounts/login/", data=data, headers=headers)
            assert page.status in (400, 403), part
            assert_error_page(page)


@pytest.mark.spec("BODY-7", "API-9")
def test_json_is_parsed_with_any_declared_charset(api_client, account):
    for declared in DECLARED:
        headers = {"Content-Type": f"application/json; {declared}"}
        response = api_client.post("/api/tokens/", data=b"[]", headers=headers)
        assert (declared, response.status_code) == (declared, 400)
        accept = {"Accept": f"application/json; {declared}", "Accept-Charset": declared}
        response = api_client.get("/api/profiles/", headers=accept)
        assert (declared, response.status_code) == (declared, 200)


@pytest.mark.spec("BODY-7", "STATIC-2")
@pytest.mark.parametrize("name", ["If-Modified-Since", "If-Unmodified-Since", "If-Range", "Date"])
@pytest.mark.parametrize("date", DATES)
@pytest.mark.parametrize("path", ["/static/style.css", "/profile/ada/", "/profiles/"])
def test_invalid_date_header_is_no_server_error(browser, name, date, path):
    page = browser.send("GET", path, headers={name: date, "Range": "bytes=0-9"})
    assert page.status in (200, 206, 304, 412)
    assert page.headers["X-Request-ID"]


@pytest.mark.direct
@pytest.mark.spec("BODY-8")
@pytest.mark.parametrize(("path", "kind"), CUT_OFF)
def test_incomplete_body_returns_400(target, path, kind):
    head = (
        f"POST {path} HTTP/1.1\r\nHost: {urlsplit(target.url).netloc}\r\nContent-Type: {kind}\r\n"
    )
    request = f"{head}Content-Length: 5000\r\n\r\n0123456789".encode()
    status, response = send_bytes(target, request, is_complete=False)
    assert status == 400
    assert b"x-request-id" in response.lower()


def abort_request(server, path, kind):
    """Send the headers of a request and ten bytes of its body, then reset the connection."""
    with socket.create_connection(("127.0.0.1", server.port), timeout=10) as client:
        head = f"POST {path} HTTP/1.1\r\nHost: localhost\r\nContent-Type: {kind}\r\n"
        client.sendall(f"{head}Content-Length: 5000\r\n\r\n0123456789".encode())
        time.sleep(0.2)
        client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))


def log_entries(server):
    return [json.loads(line) for line in server.log().splitlines() if line.startswith("{")]


@pytest.mark.spec("BODY-8", "LOG-1", "METRICS-2")
def test_aborted_request_is_logged_and_counted_as_400(process, target):
    server = process()
    server.run(*target.implementation["migrate"])
    server.serve().wait("/healthz")
    for path, kind in CUT_OFF:
        abort_request(server, path, kind)
    deadline, sent = time.monotonic() + 20, [path for path, _ in CUT_OFF]
    while time.monotonic() < deadline:
        lines = [line for line in log_entries(server) if line.get("method") == "POST"]
        if len(lines) >= len(CUT_OFF):
            break
        time.sleep(0.1)
    assert [(line["path"], line["status"]) for line in lines] == [(path, 400) for path in sent]
    assert {line["level"] for line in log_entries(server)} == {"info"}
    assert "Traceback" not in server.log()
    metrics = read_metrics(server)
    assert metrics.of("http_requests_total", status="400") == len(CUT_OFF)
    assert metrics.of("http_requests_total", status="500") == 0


@pytest.mark.spec("BODY-8")
def test_client_that_does_not_wait_for_the_response_logs_no_error(serve):
    server = serve(TASK_WORKER="0")  # this database has no tables: a worker logs that
    for _ in range(10):
        with socket.create_connection(("127.0.0.1", server.port), timeout=10) as client:
            client.sendall(b"GET /static/style.css HTTP/1.1\r\nHost: localhost\r\n\r\n" * 3)
            client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    server.wait("/healthz")
    assert {line["level"] for line in log_entries(server)} == {"info"}
    assert "Traceback" not in server.log()


@pytest.mark.spec("LOG-5")
def test_log_entry_has_no_fields_of_an_earlier_request(serve):
    server = serve(WORKERS="1")
    for path in ("/nothing/", "/static/style.css", "/healthz", "/profile/1/") * 4:
        with socket.create_connection(("127.0.0.1", server.port), timeout=10) as client:
            client.sendall(f"GET {path} HTTP/1.0\r\nHost: localhost\r\n\r\n".encode())
            client.recv(100)
    for _ in range(8):
        with socket.create_connection(("127.0.0.1", server.port), timeout=10) as client:
            client.sendall(b"BROKEN\r\n\r\n")
            assert b" 400 " in client.recv(100)
    lines = [line for line in log_entries(server) if "Invalid request" in line["event"]]
    assert len(lines) == 8
    assert {"path", "request_id", "ip_address", "method"}.isdisjoint(set().union(*lines))
