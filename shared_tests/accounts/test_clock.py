"""Login throttling and sessions on a server whose clock is moved."""

import time
from datetime import timedelta
from email.utils import parsedate_to_datetime

import pytest

from shared_tests.support.browser import Browser
from shared_tests.support.moved_clock import MovedClock
from shared_tests.support.target import NOT_OFFERED

LIMIT = 5  # LOGIN_FAILURES_PER_USERNAME
DAY = timedelta(days=1)


@pytest.fixture
def moved_server(start, tmp_path):
    """The URL of a server, and a function that sets its clock: a timedelta from the correct time."""
    clock = MovedClock(tmp_path)
    clock.move(DAY)
    url = start(**clock.variables).url
    date = parsedate_to_datetime(Browser(url).get("/healthz").headers["Date"])
    if date.timestamp() < time.time() + DAY.total_seconds() / 2:
        pytest.skip(NOT_OFFERED)  # the server does not run Python
    return url, clock.move


@pytest.mark.spec("GUESS-1")
@pytest.mark.parametrize(("minutes", "status"), [(14, 429), (16, 200)])
def test_failures_count_for_15_minutes(moved_server, minutes, status):
    url, move = moved_server
    browser = Browser(url)
    for _ in range(LIMIT - 1):
        assert browser.log_in("ada", "wrong-password").status == 200
    move(DAY + timedelta(minutes=minutes))
    statuses = [browser.log_in("ada", "wrong-password").status for _ in range(2)]
    assert statuses == [200, status]


@pytest.mark.spec("GUESS-4")
def test_lockout_ends_after_the_clock_is_set_back(moved_server, target):
    url, move = moved_server
    browser = Browser(url)
    statuses = [browser.log_in("ada", "wrong-password").status for _ in range(LIMIT + 1)]
    assert statuses == [200] * LIMIT + [429]
    move(timedelta())
    assert Browser(url).log_in("ada", target.demo_password).path == "/profile/"
    statuses = [browser.log_in("ada", "wrong-password").status for _ in range(LIMIT + 1)]
    assert statuses == [200] * LIMIT + [429]
    assert 800 < int(browser.page.headers["Retry-After"]) <= 900


@pytest.mark.spec("SESSION-6")
def test_sessions_stay_valid_after_the_clock_is_set_back(moved_server, target):
    url, move = moved_server
    browser, other = Browser(url), Browser(url)
    browser.log_in("ada", target.demo_password)
    other.get("/accounts/login/")
    move(timedelta())
    assert browser.get("/profile/").select_text("#username") == "ada"
    page = other.submit("login-form", username="ada", password=target.demo_password)
    assert page.path == "/profile/"
