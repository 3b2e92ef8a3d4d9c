"""A server whose clock is set back."""

import time
from datetime import timedelta
from email.utils import parsedate_to_datetime

import pytest

from shared_tests.support.browser import Browser
from shared_tests.support.target import NOT_OFFERED

LIMIT = 5  # LOGIN_FAILURES_PER_USERNAME
DAY = timedelta(days=1)
AHEAD = """import os, time
now = time.time
time.time = lambda: now() + {seconds} * os.path.exists({path!r})
"""


@pytest.fixture
def ahead(start, tmp_path):
    """The URL of a server whose clock is a day ahead, and a function that sets the clock back."""
    path = tmp_path / "ahead"
    path.touch()
    code = AHEAD.format(seconds=DAY.total_seconds(), path=str(path))
    (tmp_path / "sitecustomize.py").write_text(code, encoding="utf-8")
    url = start(PYTHONPATH=str(tmp_path)).url
    date = parsedate_to_datetime(Browser(url).get("/healthz").headers["Date"])
    if date.timestamp() < time.time() + DAY.total_seconds() / 2:
        pytest.skip(NOT_OFFERED)  # not a server in Python
    return url, path.unlink


@pytest.mark.spec("GUESS-4")
def test_a_lockout_ends_after_the_clock_is_set_back(ahead, target):
    url, set_back = ahead
    browser = Browser(url)
    statuses = [browser.log_in("ada", "wrong-password").status for _ in range(LIMIT + 1)]
    assert statuses == [200] * LIMIT + [429]
    set_back()
    assert Browser(url).log_in("ada", target.demo_password).path == "/profile/"
    statuses = [browser.log_in("ada", "wrong-password").status for _ in range(LIMIT + 1)]
    assert statuses == [200] * LIMIT + [429]
    assert 800 < int(browser.page.headers["Retry-After"]) <= 900
