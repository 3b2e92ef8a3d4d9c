"""The debug toolbar, and the page that raises an error on purpose."""

import re

import pytest
import requests
from bs4 import BeautifulSoup

BOTH = {"DEBUG": "1", "DEBUG_TOOLBAR": "1"}
PROD = {
    "SECRET_KEY": "not-a-secret-but-long-enough-for-a-test-of-the-toolbar",
    "ALLOWED_HOSTS": "127.0.0.1",
    "HTTPS": "0",
}


@pytest.fixture
def serve_with(process, target):
    """Return a function that serves with a settings module, and returns the URL."""

    def start(settings, **variables):
        module = {target.implementation["settings_variable"]: f"config.settings.{settings}"}
        return process(**module, **PROD, **variables).start().wait().url

    return start


def get(url, **headers):
    response = requests.get(url, headers=headers, timeout=10)
    return response, BeautifulSoup(response.text, "html.parser")


@pytest.mark.spec("SETTINGS-8")
def test_clients_on_the_same_machine_get_a_debug_toolbar(serve_with):
    url = serve_with("dev", TRUSTED_PROXIES="1", **BOTH)
    response, _ = get(f"{url}/profiles/", **{"X-Forwarded-For": "127.0.0.1"})
    policy = "default-src 'self' 'unsafe-inline' data:"
    assert response.headers["Content-Security-Policy"] == policy
    sources = re.findall(r'<script[^>]* src="([^"]+)"', response.text)  # also in a shadow root
    assert sources
    for source in sources:
        assert source.startswith("/")
        assert requests.get(url + source, timeout=10).status_code == 200
    response, _ = get(f"{url}/profiles/", **{"X-Forwarded-For": "203.0.113.7"})
    assert "<script" not in response.text


@pytest.mark.spec("SETTINGS-8", "HEADER-1")
@pytest.mark.parametrize(
    ("settings", "variables"), [("dev", {"DEBUG_TOOLBAR": "1"}), ("prod", BOTH)]
)
def test_only_development_with_debug_has_a_debug_toolbar(serve_with, settings, variables):
    response, _ = get(serve_with(settings, **variables) + "/profiles/")
    assert "<script" not in response.text
    assert "<style" not in response.text
    assert "script" not in response.headers["Content-Security-Policy"]
    assert "unsafe-inline" not in response.headers["Content-Security-Policy"]


@pytest.mark.spec("ROUTE-1", "SETTINGS-5")
def test_a_post_without_the_final_slash_is_redirected_with_debug(serve_with):
    url = serve_with("dev", DEBUG="1")
    response = requests.post(f"{url}/accounts/login", allow_redirects=False, timeout=30)
    assert response.status_code == 308
    assert response.headers["Location"].endswith("/accounts/login/")


@pytest.mark.spec("WALK-9", "SETTINGS-5")
def test_unexpected_error_shows_the_debug_page_with_debug(serve_with):
    url = serve_with("dev", DEBUG="1")
    _, page = get(f"{url}/walkthrough/errors/")
    path = page.select_one("#unexpected-error")["href"]
    assert path == "/walkthrough/errors/unexpected/"
    response, _ = get(url + path)
    assert response.status_code == 500
    assert "Traceback" in response.text


@pytest.mark.spec("WALK-9")
def test_no_view_raises_an_unexpected_error_without_debug(browser):
    assert browser.get("/walkthrough/errors/unexpected/").status == 404
    assert not browser.get("/walkthrough/errors/").soup.select_one("#unexpected-error")
