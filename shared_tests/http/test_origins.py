"""Hosts, origins and IP addresses, and their equivalent spellings."""

import json
from urllib.parse import urlsplit

import pytest

from shared_tests.support.browser import Browser
from shared_tests.support.raw_requests import send_bytes

SPELLINGS = {
    "203.0.113.51": ["203.0.113.51", "203.0.113.51:40000", "::ffff:203.0.113.51", "[::FFFF:cb00:7133]:40001", '"203.0.113.51"'],
    "2001:db8::7": [
        "2001:db8::7", "2001:DB8::7", "[2001:db8::7]", "[2001:db8::7]:40000", "2001:db8:0:0::7", '"[2001:db8::7]:1"',
        "2001:0db8:0000:0000:0000:0000:0000:0007", "2001:db8::7%eth0", "[2001:db8::7%1]:40000",
    ],
    "127.0.0.1": ["unknown", "_hidden", "203.0.113.51:", "203.0.113.051", "[2001:db8::7", "1.2.3", "2001:db8::7:x", "a" * 100, "\xe9"],
}  # fmt: skip


@pytest.fixture
def host(target):
    return urlsplit(target.url).hostname


@pytest.fixture
def status(browser):
    """Return a function that submits a form of a page with these headers and returns the status."""

    def send(path, form, **headers):
        named = {name: value for name, value in headers.items() if name in ("Host", "Cookie")}
        page = browser.send("GET", path, headers=named)
        _, hidden = page.form(form)
        return browser.send("POST", path, data=hidden, headers=headers).status

    return send


@pytest.mark.spec("CSRF-5", "CSRF-3")
@pytest.mark.parametrize(
    ("path", "form"), [("/accounts/login/", "login-form"), ("/accounts/signup/", "signup-form")]
)
def test_default_port_and_letter_case_do_not_change_the_origin(status, host, path, form):
    own = [f"http://{host}", f"http://{host}:80", f"HTTP://{host.upper()}"]
    for own_host in (host, f"{host}:80"):
        assert [status(path, form, Host=own_host, Origin=origin) for origin in own] == [200] * 3
        foreign = [
            f"http://{host}:8080", f"https://{host}", f"http://{host}:443", f"https://{host}:80", f"http://{host}:080",
            f"http://{host}:", f"http://{host}:80:80", f"http://{host}:80/", f"http://x@{host}", "http://evil.example:80",
            "http://evil.example", f"http://{host}.evil.example", "null", "", f"{host}", f"{host}:80", "http://:80", "//", "http://[::1",
        ]  # fmt: skip
        for origin in foreign:
            assert (origin, status(path, form, Host=own_host, Origin=origin)) == (origin, 403)


@pytest.mark.spec("CSRF-5", "CSRF-3")
def test_another_port_is_a_different_origin(status, host):
    path, form = "/accounts/login/", "login-form"
    assert status(path, form, Host=f"{host}:8080", Origin=f"http://{host}:8080") == 200
    for origin in (f"http://{host}", f"http://{host}:80", f"http://{host}:8081"):
        assert status(path, form, Host=f"{host}:8080", Origin=origin) == 403


@pytest.mark.spec("CSRF-5")
def test_forms_of_authenticated_users_accept_the_default_port(status, member, superuser, host):
    def sent(client, path, form_id):
        _, hidden = client.send("GET", path, headers={"Host": f"{host}:80"}).form(form_id)
        headers = {"Host": f"{host}:80", "Origin": f"http://{host}"}
        return client.send("POST", path, data=hidden, headers=headers).status

    assert sent(member, "/accounts/edit/", "profile-form") == 200
    assert sent(member, "/accounts/tokens/", "token-form") == 200
    _, hidden = superuser.send("GET", "/", headers={"Host": host}).form("logout-form")
    assert (
        superuser.send(
            "POST",
            "/admin/",
            data=hidden,
            headers={"Host": f"{host}:80", "Origin": f"http://{host}"},
        ).status
        != 403
    )


@pytest.mark.spec("CSRF-5", "ROUTE-1")
def test_redirect_preserves_the_origin(browser, host):
    response = browser.send("GET", "/profile/ada", headers={"Host": f"{host}:80"})
    assert response.headers["Location"] in (
        "/profile/ada/",
        f"http://{host}/profile/ada/",
        f"http://{host}:80/profile/ada/",
    )


@pytest.mark.spec("HOST-2")
def test_ip_address_is_normalized(serve):
    server = serve(TRUSTED_PROXIES="1")
    browser, sent = (
        Browser(server.url),
        [(ip, each) for ip, all_ in SPELLINGS.items() for each in all_],
    )
    for _, spelling in sent:
        header = f"198.51.100.1, {spelling}".encode("latin-1")
        browser.send("GET", "/nothing/", headers={"X-Forwarded-For": header})
    lines = [json.loads(line) for line in server.log().splitlines() if '"/nothing/"' in line]
    logged = [line["ip_address"] for line in lines if line["event"] == "request"]
    assert list(zip(logged, [each for _, each in sent], strict=True)) == sent


@pytest.mark.spec("HOST-2", "GUESS-1", "SESSION-7")
def test_port_and_spelling_of_an_ip_address_do_not_change_the_client(start, target):
    server = start(TRUSTED_PROXIES="1", LOGIN_FAILURES_PER_USERNAME="3")
    for entry in ("203.0.113.51:4000{}", "[2001:db8::7]:4000{}"):
        pages = []
        for number in range(4):
            browser = Browser(server.url)
            browser.session.headers["X-Forwarded-For"] = entry.format(number)
            pages.append(browser.log_in("ada", "wrong-password").status)
        assert pages == [200, 200, 200, 429]
    browser = Browser(server.url)
    browser.session.headers["X-Forwarded-For"] = "[2001:DB8::8]:40000"
    browser.log_in("kurt", target.demo_password)
    assert "2001:db8::8" in browser.get("/accounts/sessions/").select_text("table#sessions")


@pytest.mark.spec("ROUTE-4")
@pytest.mark.parametrize("protocol", ["websocket", "WebSocket", "h2c", "TLS/1.0, foo", ""])
@pytest.mark.parametrize("path", ["/", "/profiles/", "/healthz", "/accounts/login/"])
def test_upgrade_header_is_ignored(target, protocol, path):
    head = f"GET {path} HTTP/1.1\r\nHost: {urlsplit(target.url).netloc}\r\nUpgrade: {protocol}\r\n"
    status, _ = send_bytes(
        target, f"{head}Connection: close\r\nConnection: Upgrade\r\n\r\n".encode()
    )
    assert status == 200


@pytest.mark.spec("ROUTE-4")
@pytest.mark.parametrize("rest", ["", "?x=1", "/", "/?x=1", "/profiles/"])
@pytest.mark.parametrize("method", ["GET", "HEAD", "OPTIONS"])
def test_absolute_url_in_the_request_line_returns_the_page_of_its_path(target, rest, method):
    host = urlsplit(target.url).netloc
    head = f"{method} http://{host}{rest} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n"
    status, response = send_bytes(target, head.encode())
    assert status in (200, 204)
    assert b"\r\nlocation:" not in response.lower()


@pytest.mark.direct
@pytest.mark.spec("ROUTE-4", "ERROR-1")
def test_options_asterisk_is_no_server_error(target):
    head = f"OPTIONS * HTTP/1.1\r\nHost: {urlsplit(target.url).netloc}\r\nConnection: close\r\n\r\n"
    status, response = send_bytes(target, head.encode())
    assert status in (200, 204, 404)
    assert b"x-request-id" in response.lower()
