"""Login with an independent implementation of a provider, a package."""

import subprocess
import sys
import time
import urllib.error
from urllib.parse import urljoin, urlsplit

import pytest

from runner.process import direct, free_port
from shared_tests.support import oidc
from shared_tests.support.browser import Browser
from shared_tests.support.factories import new_user, random_name
from shared_tests.support.target import NOT_OFFERED


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


def log_in(browser, subject, reached_at=""):
    """Log in with the provider, whose form asks for the subject; return the page.

    `reached_at` is the URL at which the browser reaches the provider, if it is another one than the
    application's.
    """
    url = oidc.begin(browser)
    location = browser.session.post(
        urljoin(reached_at or url, urlsplit(url)._replace(scheme="", netloc="").geturl()),
        headers={"Host": urlsplit(url).netloc},
        data={"sub": subject},
        allow_redirects=False,
        timeout=30,
    ).headers["Location"]
    return browser.get(urljoin(url, location))


def sign_up_and_log_in(browser, reached_at=""):
    """Sign up with the provider, log out, and log in again; check both."""
    account, subject = new_user(), f"{random_name()}@example.org"
    page = log_in(browser, subject, reached_at)
    assert (page.path, page.value("email")) == ("/accounts/oidc/signup/", subject)
    assert browser.submit("signup-form", **account).current_user == account["username"]
    browser.log_out()
    assert log_in(browser, subject, reached_at).current_user == account["username"]


@pytest.mark.spec("OIDC-2", "OIDC-3", "OIDC-4", "OIDC-8")
def test_a_user_signs_up_and_logs_in_with_a_provider(start, provider_url):
    server = start(OIDC_ISSUER=provider_url, OIDC_CLIENT_ID="profiles", OIDC_CLIENT_SECRET="x")
    sign_up_and_log_in(Browser(server.url))


@pytest.mark.spec("OIDC-2", "OIDC-3", "OIDC-4", "OIDC-8")
def test_a_user_signs_up_and_logs_in_with_a_provider_in_a_container(launched):
    if not launched.provider:
        pytest.skip(NOT_OFFERED)
    sign_up_and_log_in(Browser(launched.url), reached_at=launched.provider)


@pytest.mark.spec("OIDC-9")
def test_a_user_cancels_the_login_at_the_provider(start, provider_url):
    server = start(OIDC_ISSUER=provider_url, OIDC_CLIENT_ID="profiles", OIDC_NAME="Mock")
    browser = Browser(server.url)
    browser.get(oidc.begin(browser))
    page = browser.request("POST", browser.page.url, data={"action": "deny"})
    assert page.path == "/accounts/login/"
    assert page.select_text("#oidc-error")
