"""Login with an independent implementation of a provider, a package."""

import subprocess
import sys
import time
import urllib.error
from urllib.parse import urljoin

import pytest

from runner.process import direct, free_port
from shared_tests.support import oidc
from shared_tests.support.browser import Browser
from shared_tests.support.factories import new_user, random_name


@pytest.fixture
def provider_url(tmp_path):
    """The URL of a running provider."""
    url = f"http://127.0.0.1:{(port := free_port())}"
    with (tmp_path / "provider.log").open("wb") as log:
        command = [sys.executable, "-W", "ignore", "-m", "oidc_provider_mock", "--port", str(port)]
        process = subprocess.Popen([*command, "--require-nonce", "true"], stdout=log, stderr=log)
    deadline = time.monotonic() + 60
    try:
        while time.monotonic() < deadline:
            try:
                direct.open(f"{url}/.well-known/openid-configuration", timeout=2).close()
                break
            except (OSError, urllib.error.HTTPError):
                time.sleep(0.1)
        yield url
    finally:
        process.terminate()
        process.wait(20)


def log_in(browser, subject):
    """Log in with the provider, whose form asks for the subject; return the page."""
    url = oidc.begin(browser)
    page = browser.get(url)
    location = browser.session.post(page.url, data={"sub": subject}, allow_redirects=False)
    return browser.get(urljoin(url, location.headers["Location"]))


@pytest.mark.spec("OIDC-2", "OIDC-3", "OIDC-4", "OIDC-8")
def test_a_user_signs_up_and_logs_in_with_a_provider(start, provider_url):
    server = start(OIDC_ISSUER=provider_url, OIDC_CLIENT_ID="profiles", OIDC_CLIENT_SECRET="x")
    browser, account, subject = Browser(server.url), new_user(), f"{random_name()}@example.org"
    page = log_in(browser, subject)
    assert (page.path, page.value("email")) == ("/accounts/oidc/signup/", subject)
    assert browser.submit("signup-form", **account).current_user == account["username"]
    browser.log_out()
    assert log_in(browser, subject).current_user == account["username"]


@pytest.mark.spec("OIDC-9")
def test_a_user_cancels_the_login_at_the_provider(start, provider_url):
    server = start(OIDC_ISSUER=provider_url, OIDC_CLIENT_ID="profiles", OIDC_NAME="Mock")
    browser = Browser(server.url)
    browser.get(oidc.begin(browser))
    page = browser.request("POST", browser.page.url, data={"action": "deny"})
    assert page.path == "/accounts/login/"
    assert page.select_text("#oidc-error")
