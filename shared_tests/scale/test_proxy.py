"""The proxy: what it rejects itself, and what it passes on."""

import pytest

from shared_tests.scale.compose import ip_addresses
from shared_tests.support.factories import random_name


def is_from_the_application(page):
    return "X-Request-ID" in page.headers


@pytest.mark.spec("SCALE-7")
@pytest.mark.parametrize("method", ["GET", "HEAD", "POST"])
@pytest.mark.parametrize(
    "path",
    [
        "/metrics", "/metrics/", "/metrics?a=1", "/metrics/a", "//metrics", "/a/../metrics",
        "/./metrics", "/%6detrics", "/metrics%2f", "/%2fmetrics",
    ],
)  # fmt: skip
def test_proxy_returns_404_for_metrics(browser, method, path):
    page = browser.send(method, path)
    assert page.status == 404
    assert not is_from_the_application(page)


@pytest.mark.spec("SCALE-7")
@pytest.mark.parametrize("size", [1, 1_000_001])
@pytest.mark.parametrize("is_chunked", [False, True])
def test_proxy_returns_404_for_metrics_with_a_body(browser, size, is_chunked):
    data = b"a" * size
    page = browser.send("GET", "/metrics", data=iter([data]) if is_chunked else data)
    assert page.status == 404
    assert not is_from_the_application(page)


@pytest.mark.spec("SCALE-7")
@pytest.mark.parametrize(("size", "status"), [(1_000_000, 403), (1_000_001, 413), (9_000_000, 413)])
def test_large_body_is_rejected_by_the_application(browser, size, status):
    page = browser.send("POST", "/accounts/login/", data=b"a" * size)
    assert page.status == status
    assert is_from_the_application(page)
    assert page.soup.select_one("#error")


@pytest.mark.spec("SCALE-7")
@pytest.mark.parametrize("pieces", [1, 40])
def test_chunked_body_is_rejected_by_the_application(browser, pieces):
    page = browser.send("POST", "/accounts/login/", data=iter([b"a" * 65_536] * pieces))
    assert page.status == 411
    assert is_from_the_application(page)
    assert page.soup.select_one("#error")


@pytest.mark.spec("SCALE-7")
def test_host_header_is_passed_to_the_application(browser):
    page = browser.get("/", headers={"Host": "elsewhere.example"})
    assert page.status == 400
    assert is_from_the_application(page)


@pytest.mark.spec("SCALE-7")
def test_too_long_lines_are_rejected_by_the_application_server(browser):
    for status, options in (
        (414, {"path": f"/profile/{'1' * 6000}/"}),
        (431, {"path": "/", "headers": {"X-Long": "a" * 9000}}),
    ):
        page = browser.send("GET", **options)
        assert page.status in (status, 400)
        assert "nginx" not in page.response.text


@pytest.mark.spec("SCALE-7")
def test_ip_address_of_the_client_is_passed_to_the_application(member):
    page = member.get("/accounts/sessions/")
    assert page.soup.select("#sessions tbody tr")
    assert ip_addresses("proxy")["default"] not in page.main


@pytest.mark.spec("SCALE-7")
def test_x_forwarded_for_of_the_client_is_ignored(open_browser, account):
    browser = open_browser()
    browser.sign_up(**account)
    browser.log_out()
    for number in range(5):
        browser.session.headers["X-Forwarded-For"] = f"198.51.100.{number}"
        browser.log_in(account["username"], random_name())
    assert browser.log_in(account["username"], account["password1"]).status == 429


@pytest.mark.spec("SCALE-7")
def test_server_header_has_no_version(browser):
    for path in ("/", "/metrics", "/static/style.css"):
        assert browser.get(path).headers["Server"] == "nginx"
