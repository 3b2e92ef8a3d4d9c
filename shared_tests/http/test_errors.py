"""HTTP errors, methods, URLs, hosts, request bodies and headers."""

import socket
import time
from http.client import HTTPResponse
from urllib.parse import unquote_to_bytes, urlencode, urlsplit

import pytest

from shared_tests.support.raw_requests import send_bytes
from shared_tests.support.responses import SECURITY_HEADERS, assert_error_page

PAGES = ["/", "/profile/ada/", "/profiles/", "/stats/", "/accounts/login/", "/accounts/signup/"]
METHODS = ["PUT", "PATCH", "DELETE", "TRACE", "PROPFIND", "FOO"]


@pytest.mark.spec("ERROR-1")
@pytest.mark.parametrize(
    "path",
    [
        "/nothing", "/nothing/", "/profile/ada/edit/more/", "/healthz/", "/readyz/", "/%00", "/%ff",
        "/profiles/1/", "/static/", "/static/nothing.css", "/static/../manage.py", "/favicon.ico",
        "/static/%2e%2e/demo_users.json", "/static/..%2fdemo_users.json", "/static/%00", "/.env",
        "/templates/base.html", "/index.html", "/accounts/", "/robots.txt", "/%0d%0aX-Injected:%20x",
        "/profile/ada/%0a", "/profile/ada%2f/", "/profiles/%0a", "/accounts/login/%00",
    ],
)  # fmt: skip
def test_unknown_url_returns_404_in_the_layout_of_the_application(browser, path):
    page = browser.send("GET", path)
    assert page.status == 404
    assert page.select_text("#error")
    assert_error_page(page)
    assert "X-Injected" not in page.headers


@pytest.mark.spec("ERROR-2", "ERROR-4")
@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("path", PAGES)
def test_unsupported_method_returns_403_or_405(browser, method, path):
    page = browser.send(method, path)
    assert page.status in (403, 405)
    assert page.status == 403 or "GET" in page.headers["Allow"]
    assert_error_page(page)


@pytest.mark.spec("ERROR-2")
@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE"])
def test_forms_are_sent_with_post_only(member, method):
    for path in ("edit", "password_change", "delete", "tokens", "grants"):
        _, hidden = member.get("/").form("logout-form")
        ((_, token),) = hidden.items()
        headers = {"X-CSRFToken": token}
        page = member.send(method, f"/accounts/{path}/", headers=headers, data={"name": "x"})
        assert (path, page.status) == (path, 405)
        assert_error_page(page)


@pytest.mark.spec("ERROR-2")
@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE"])
@pytest.mark.parametrize(
    "path",
    [
        "/", "/profile/ada/", "/profile/Ada/", "/profiles/", "/accounts/logout/", "/static/style.css",
    ],
)  # fmt: skip
def test_unsupported_method_with_a_csrf_token_returns_405_and_allow(member, method, path):
    _, hidden = member.get("/").form("logout-form")
    (token,) = hidden.values()
    page = member.send(method, path, headers={"X-CSRFToken": token})
    assert page.status == 405
    allowed = {each.strip() for each in page.headers["Allow"].split(",")}
    assert allowed & {"GET", "POST"}
    assert not allowed & {"PUT", "PATCH", "DELETE"}
    assert page.select_text("#error")
    assert_error_page(page)
    assert member.get("/profile/").path == "/profile/"


@pytest.mark.spec("ERROR-2")
@pytest.mark.parametrize("path", ["/", "/profile/ada/", "/profiles/"])
def test_post_to_a_page_without_a_form_returns_405(member, path):
    _, hidden = member.get("/").form("logout-form")
    page = member.send("POST", path, data=hidden)
    assert page.status == 405
    assert "GET" in page.headers["Allow"]


@pytest.mark.spec("ROUTE-1")
@pytest.mark.parametrize(
    "path", ["/profile/ada", "/profile/1", "/profile", "/profiles", "/accounts/login"]
)
@pytest.mark.parametrize("query", ["", "?page=1&page=2", "?x=%2F%2Fevil.example&y=%C3%A9"])
def test_missing_trailing_slash_redirects_and_preserves_the_query(browser, target, path, query):
    response = browser.send("GET", path + query)
    assert response.status in (301, 308)
    location = response.headers["Location"].removeprefix(target.url)
    assert location == f"{path}/{query}"


@pytest.mark.spec("ROUTE-1")
def test_missing_trailing_slash_preserves_a_post(browser, target):
    _, hidden = browser.get("/accounts/login/").form("login-form")
    typed = hidden | {"username": "ada", "password": target.demo_password}
    assert browser.send("POST", "/accounts/login", data=typed).status in (307, 308)
    assert browser.request("POST", "/accounts/login", data=typed).path == "/profile/"


@pytest.mark.spec("ROUTE-2")
@pytest.mark.parametrize(
    "path",
    [
        "//", "//profile/1/", "//profile/1", "/profile//", "/profile//1/", "/profile/1//",
        "/profile/ada//", "//evil.example", "//evil.example/", "//evil.example/profile/1",
        "///profiles/", "/profiles//", "/accounts//login/", "//accounts/login/", "//healthz",
    ],
)  # fmt: skip
def test_empty_path_segment_returns_404(target, path):
    host = urlsplit(target.url).netloc
    request = f"GET {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n"
    status, response = send_bytes(target, request.encode())
    assert status == 404
    assert b"\r\nlocation:" not in response.lower()


@pytest.mark.spec("ROUTE-3")
@pytest.mark.parametrize("path", [*PAGES, "/healthz", "/readyz", "/accounts/logout/"])
def test_options_returns_allow_and_no_body(browser, path):
    response = browser.send("OPTIONS", path)
    assert response.status in (200, 204)
    assert "OPTIONS" in response.headers["Allow"]
    assert response.response.content == b""


@pytest.mark.spec("ROUTE-3")
@pytest.mark.parametrize("path", [*PAGES, "/healthz", "/static/style.css", "/nothing/"])
def test_head_returns_the_headers_of_get_and_no_body(browser, path):
    get, head = browser.send("GET", path), browser.send("HEAD", path)
    assert head.status == get.status
    assert head.headers["Content-Type"] == get.headers["Content-Type"]
    assert head.response.content == b""


@pytest.mark.spec("ROUTE-3")
@pytest.mark.parametrize("path", [*PAGES, "/nothing/"])
def test_head_returns_the_length_of_get_or_none(browser, path):
    lengths = {}  # of each implementation that serves the path
    for method in ["GET"] * 8 + ["HEAD"] * 8:
        headers = browser.send(method, path).headers
        length = lengths.setdefault(headers.get("X-Served-By"), headers.get("Content-Length"))
        assert headers.get("Content-Length", length) == length


@pytest.mark.spec("HOST-1", "ERROR-4")
@pytest.mark.parametrize(
    "host",
    [
        "evil.example", "evil.example:80", "localhost.evil.example", "evil.example:localhost", "*",
        "127.0.0.1.evil.example", "localhost@evil.example", "localhost,evil.example", "[::1",
        "local host", "localhost:abc", "localhost/", "user:pw@evil.example", "a..b", ".", "..", ".localhost", "a.localhost",
        "localhost..", "x" * 64, "xn--" + "a" * 60,
    ],
)  # fmt: skip
@pytest.mark.parametrize(
    "path", ["/", "/profile/ada", "/nothing/", "/healthz", "/static/style.css"]
)
def test_unknown_host_returns_400_on_every_url(browser, host, path):
    page = browser.send("GET", path, headers={"Host": host})
    assert page.status == 400
    assert "evil" not in page.headers.get("Location", "")


@pytest.mark.spec("HOST-1", "ERROR-4")
def test_unknown_host_gets_the_error_page_of_the_application(browser):
    page = browser.send("GET", "/", headers={"Host": "evil.example"})
    assert page.select_text("#error")
    assert_error_page(page)


@pytest.mark.spec("HOST-1")
def test_x_forwarded_host_is_ignored(browser):
    response = browser.send("GET", "/profile/ada", headers={"X-Forwarded-Host": "evil.example"})
    assert "evil" not in response.headers["Location"]


@pytest.mark.spec("BODY-1", "ERROR-4")
@pytest.mark.parametrize("path", ["/accounts/login/", "/accounts/signup/", "/nothing/"])
def test_chunked_body_returns_411(browser, path):
    page = browser.send("POST", path, data=iter([b"username=ada"]))
    assert page.status == 411
    assert page.select_text("#error")
    assert_error_page(page)


@pytest.mark.spec("BODY-2", "ERROR-4")
@pytest.mark.parametrize(
    "kind", ["application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "text/plain"]
)
def test_too_large_body_returns_413(browser, kind):
    headers = {"Content-Type": kind}
    page = browser.send("POST", "/accounts/login/", data=b"a" * 1_000_001, headers=headers)
    assert page.status == 413
    assert_error_page(page)


@pytest.mark.spec("BODY-2")
@pytest.mark.parametrize("kind", ["data", "files"])
def test_body_just_below_the_limit_is_accepted(browser, target, kind):
    _, hidden = browser.get("/accounts/login/").form("login-form")
    typed = hidden | {"username": "ada", "password": target.demo_password, "filler": "x" * 990_000}
    if kind == "files":
        typed = {name: (None, value) for name, value in typed.items()}
    assert browser.request("POST", "/accounts/login/", **{kind: typed}).path == "/profile/"


@pytest.mark.spec("BODY-2")
def test_body_of_exactly_1000000_bytes_is_accepted(browser, target):
    _, hidden = browser.get("/accounts/login/").form("login-form")
    typed = hidden | {"username": "ada", "password": target.demo_password, "filler": ""}
    headers = {"Content-Type": "application/x-www-form-urlencoded"}
    body = urlencode(typed).ljust(1_000_000, "x")
    assert (
        browser.request("POST", "/accounts/login/", data=body, headers=headers).path == "/profile/"
    )


@pytest.mark.spec("HEADER-1")
@pytest.mark.parametrize("large", [True, False])
def test_rejected_body_gets_the_security_headers(browser, large):
    body = b"a" * 1_000_001 if large else iter([b"x"])
    response = browser.send("POST", "/accounts/login/", data=body)
    assert response.status in (411, 413)
    assert {name: response.headers.get(name) for name in SECURITY_HEADERS} == SECURITY_HEADERS


@pytest.mark.spec("BODY-3")
@pytest.mark.parametrize("kind", ["data", "files"])
@pytest.mark.parametrize("number", [1000, 1001])
def test_form_with_more_than_1000_fields_returns_400(browser, target, kind, number):
    _, hidden = browser.get("/accounts/login/").form("login-form")
    typed = hidden | {"username": "ada", "password": target.demo_password}
    typed |= {f"filler{n}": "" for n in range(number - len(typed))}
    if kind == "files":
        typed = {name: (None, value) for name, value in typed.items()}
    page = browser.request("POST", "/accounts/login/", **{kind: typed})
    assert (page.status, page.path) == (
        (200, "/profile/") if number == 1000 else (400, "/accounts/login/")
    )


@pytest.mark.spec("BODY-4")
@pytest.mark.parametrize("text", ["%ff", "a%C3", "%ED%A0%80", "%C0%80", "%F5%80%80%80"])
def test_invalid_utf_8_in_query_or_form_returns_400(browser, target, text):
    for path in ("/profiles/", "/", "/accounts/login/", "/nothing/"):
        page = browser.send("GET", f"{path}?x={text}")
        assert (path, page.status) == (path, 400)
        assert_error_page(page)
    _, hidden = browser.get("/accounts/login/").form("login-form")
    body = urlencode(hidden | {"password": target.demo_password}) + "&username="
    headers = {"Content-Type": "application/x-www-form-urlencoded"}
    for username in (text.encode(), unquote_to_bytes(text)):
        data = body.encode() + username
        page = browser.request("POST", "/accounts/login/", data=data, headers=headers)
        assert page.status == 400


@pytest.mark.spec("BODY-4")
@pytest.mark.parametrize("raw", [b"\xff", b"a\xc3", b"\xed\xa0\x80"])
def test_invalid_utf_8_that_is_not_encoded_in_a_query_returns_400(target, raw):
    line = b"GET /profiles/?q=" + raw + b" HTTP/1.1\r\n"
    rest = f"Host: {urlsplit(target.url).netloc}\r\nConnection: close\r\n\r\n"
    assert send_bytes(target, line + rest.encode())[0] == 400


@pytest.mark.direct
@pytest.mark.spec("BODY-1")
@pytest.mark.parametrize(
    "body", [b"zzz\r\nabc\r\n", b"5\r\nab", b"2\r\nabXX", b"0\r\nBad one\r\n\r\n"]
)
@pytest.mark.parametrize("connection", ["close", "keep-alive"])
def test_malformed_chunks_get_one_response(target, body, connection):
    head = "POST /accounts/login/ HTTP/1.1\r\nHost: {}\r\nConnection: {}\r\nTransfer-Encoding: chunked\r\n\r\n"
    request = head.format(urlsplit(target.url).netloc, connection).encode() + body
    status, response = send_bytes(target, request, is_complete=False)
    assert status == 411
    assert response.count(b"HTTP/1.1 ") == 1


@pytest.mark.spec("BODY-1")
@pytest.mark.parametrize("coding", ["chunked", "Chunked", "CHUNKED"])
@pytest.mark.parametrize(
    "line", ["POST /accounts/login/", "PATCH /api/profile/", "DELETE /healthz"]
)
def test_chunked_body_returns_411_in_any_case_of_the_header(target, line, coding):
    head = f"{line} HTTP/1.1\r\nHost: {urlsplit(target.url).netloc}\r\nConnection: close"
    body = f"{head}\r\nTransfer-Encoding: {coding}\r\n\r\n0\r\n\r\n"
    assert send_bytes(target, body.encode())[0] == 411


@pytest.mark.spec("BODY-1")
def test_chunked_body_to_a_static_file_returns_411(browser):
    assert browser.send("POST", "/static/style.css", data=iter([b"x"])).status == 411


@pytest.mark.spec("BODY-2")
def test_too_large_body_to_a_static_file_returns_413(browser):
    assert browser.send("POST", "/static/style.css", data=b"x" * 1_000_001).status == 413


@pytest.mark.spec("BODY-6")
@pytest.mark.parametrize(("size", "status"), [(300_000, 403), (1_000_000, 403), (9_900_000, 413)])
@pytest.mark.parametrize("connection", ["close", "keep-alive"])
def test_client_that_sends_an_unwanted_body_receives_the_response(target, size, status, connection):
    parts = urlsplit(target.url)
    head = [
        "POST /accounts/login/ HTTP/1.1", f"Host: {parts.netloc}", f"Content-Length: {size}",
        f"Connection: {connection}", "\r\n",
    ]  # fmt: skip
    with socket.create_connection((parts.hostname, parts.port or 80), timeout=20) as client:
        client.sendall("\r\n".join(head).encode())
        for _ in range(100):
            client.sendall(b"a" * (size // 100))
            time.sleep(0.002)
        response = HTTPResponse(client)
        response.begin()
        assert response.status == status
        assert b'id="error"' in response.read()


@pytest.mark.spec("SIGNUP-2", "LOGIN-3")
@pytest.mark.parametrize("path", ["/accounts/login/", "/accounts/signup/"])
def test_uploaded_file_is_not_taken_as_a_text_field(browser, path):
    browser.get(path)
    _, hidden = browser.page.form(path.split("/")[2] + "-form")
    fields = {name: (None, value) for name, value in hidden.items()}
    files = {"username": ("name.txt", b"ada"), "password": ("p", b"x"), "password1": ("p", b"x")}
    page = browser.request("POST", path, files=fields | files)
    assert page.status == 200
    assert page.error("username") == "This field is required."


@pytest.mark.spec("ERROR-4")
@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("multipart/form-data", b"x"),
        ("multipart/form-data; boundary=", b"--\r\n"),
        ("multipart/form-data; boundary=x", b"--x\r\nContent-Disposition: form-data\r\n\r\n"),
        ("multipart/form-data; boundary=x", b"--x\r\nContent-Disposition: form-data; name=a\r\n"),
        ("application/x-www-form-urlencoded; charset=utf-7", b"username=%ff"),
        ("application/x-www-form-urlencoded; charset=nothing", b"username=%ff"),
        ("application/x-www-form-urlencoded", b"%ff=%ff&%00=%00&=&&&"),
        ("application/x-www-form-urlencoded", b"&".join(b"f%d=1" % n for n in range(1500))),
        ("application/json", b'{"username": "ada"}'),
        ("application/json", b"[" * 100_000),
        ("\xff", b"username=ada"),
        ("", b"username=ada"),
    ],
)
def test_malformed_body_is_rejected_without_a_server_error(browser, kind, body):
    browser.get("/accounts/login/")
    page = browser.send(
        "POST", "/accounts/login/", data=body, headers={"Content-Type": kind.encode("latin-1")}
    )
    assert page.status in (400, 403, 413)
    assert_error_page(page)


@pytest.mark.spec("HEADER-1")
@pytest.mark.parametrize(
    ("method", "path", "headers"),
    [
        *(("GET", path, {}) for path in [*PAGES, "/profile/", "/profile/ada", "/profile/Ada/"]),
        *(("GET", path, {}) for path in ["/healthz", "/static/style.css", "/nothing/"]),
        ("PUT", "/", {}),
        ("POST", "/accounts/login/", {}),
        ("OPTIONS", "/", {}),
        ("GET", "/", {"Host": "evil.example"}),
    ],
)
def test_every_response_has_the_security_headers(browser, method, path, headers):
    response = browser.send(method, path, headers=headers, data=b"")
    assert {name: response.headers.get(name) for name in SECURITY_HEADERS} == SECURITY_HEADERS


@pytest.mark.spec("HEADER-2")
def test_x_forwarded_proto_is_ignored_without_https(browser):
    response = browser.send("GET", "/", headers={"X-Forwarded-Proto": "https"})
    assert "Strict-Transport-Security" not in response.headers
    response = browser.send("GET", "/profile/ada", headers={"X-Forwarded-Proto": "https"})
    assert not response.headers["Location"].startswith("https:")


@pytest.mark.spec("HEADER-2", "CSRF-3")
def test_x_forwarded_proto_does_not_change_the_origin_without_https(member, target):
    url, hidden = member.get("/").form("logout-form")
    headers = {"Origin": target.url, "X-Forwarded-Proto": "https"}
    assert member.request("POST", url, data=hidden, headers=headers).path == "/"


@pytest.mark.spec("BODY-5", "DIRECTORY-2")
def test_last_of_several_query_parameters_is_used(browser):
    assert browser.get("/profiles/?page=0&page=1").status == 200
    assert browser.get("/profiles/?page=1&page=0").status == 404


@pytest.mark.spec("BODY-5")
def test_last_of_several_form_fields_is_used(browser, account):
    browser.get("/accounts/signup/")
    _, hidden = browser.page.form("signup-form")
    fields = [*hidden.items(), ("username", "x!"), ("password1", "another-passw0rd")]
    page = browser.request("POST", "/accounts/signup/", data=[*fields, *account.items()])
    assert page.select_text("#username") == account["username"]
    browser.log_out()
    browser.get("/accounts/login/?next=/profiles/&next=/profile/ada/")
    _, hidden = browser.page.form("login-form")
    login = [
        ("password", "x"),
        ("username", account["username"]),
        ("password", account["password1"]),
    ]
    page = browser.request("POST", "/accounts/login/", data=[*hidden.items(), *login])
    assert page.path == "/profile/ada/"


@pytest.mark.spec("BODY-5", "SIGNUP-6")
def test_last_of_several_form_fields_is_rendered_again(browser):
    browser.get("/accounts/signup/")
    _, hidden = browser.page.form("signup-form")
    fields = [*hidden.items(), ("username", "first!"), ("username", "last!")]
    assert browser.request("POST", "/accounts/signup/", data=fields).value("username") == "last!"


@pytest.mark.spec("ERROR-2", "SESSION-4")
def test_405_page_for_an_authenticated_user_is_no_store(member):
    page = member.get("/accounts/logout/")
    assert page.status == 405
    assert page.select_text("#error")
    assert page.cache_control == {"private", "no-store"}
