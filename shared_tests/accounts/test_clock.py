"""Login throttling on a server whose clock is set back."""

import time
from datetime import timedelta
from email.utils import parsedate_to_datetime

import pytest

from shared_tests.support.browser import Browser
from shared_tests.support.target import NOT_OFFERED

LIMIT = 5  # LOGIN_FAILURES_PER_USERNAME
DAY = timedelta(days=1)
FAST_CLOCK = """import os, time
now = time.time
time.time = lambda: now() + {seconds} * os.path.exists({path!r})
"""


@pytest.fixture
def fast_server(start, tmp_path):
    """The URL of a server whose clock is one day fast, and a function that sets the clock back."""
    path = tmp_path / "ahead"
    path.touch()
    code = FAST_CLOCK.format(seconds=DAY.total_seconds(), path=str(path))
    (tmp_path / "sitecustomize.py").write_text(code, encoding="utf-8")
    url = start(PYTHONPATH=str(tmp_path)).url
    date = parsedate_to_datetime(Browser(url).get("/healthz").headers["Date"])
    if date.timestamp() < time.time() + DAY.total_seconds() / 2:
        pytest.skip(NOT_OFFERED)  # the server does not run Python
    return url, path.unlink


@pytest.mark.spec("GUESS-4")
def test_lockout_ends_after_the_clock_is_set_back(fast_server, target):
    url, set_back = fast_server
    browser = Browser(url)
    statuses = [browser.log_in("ada", "wrong-password").status for _ in range(LIMIT + 1)]
    assert statuses == [200] * LIMIT + [429]
    set_back()
    assert Browser(url).log_in("ada", target.demo_password).path == "/profile/"
    statuses = [browser.log_in("ada", "wrong-password").status for _ in range(LIMIT + 1)]
    assert statuses == [200] * LIMIT + [429]
    assert 800 < int(browser.page.headers["Retry-After"]) <= 900


@pytest.mark.spec("SESSION-6")
def test_sessions_stay_valid_after_the_clock_is_set_back(fast_server, target):
    url, set_back = fast_server
    browser, other = Browser(url), Browser(url)
    browser.log_in("ada", target.demo_password)
    other.get("/accounts/login/")
    set_back()
    assert browser.get("/profile/").select_text("#username") == "ada"
    page = other.submit("login-form", username="ada", password=target.demo_password)
    assert page.path == "/profile/"
