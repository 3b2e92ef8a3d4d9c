"""Login throttling, sessions and reset links on a server whose clock is moved."""

import time
from datetime import timedelta
from email.utils import parsedate_to_datetime
from urllib.parse import urlsplit

import pytest

from shared_tests.support.browser import Browser
from shared_tests.support.factories import new_user
from shared_tests.support.mailbox import links
from shared_tests.support.moved_clock import MovedClock
from shared_tests.support.statistics_page import get_counts
from shared_tests.support.target import NOT_OFFERED

LIMIT = 5  # LOGIN_FAILURES_PER_USERNAME
DAY = timedelta(days=1)


@pytest.fixture
def start_moved(start, tmp_path):
    """Return a function that starts a server whose clock is a day ahead.

    It returns the URL, and a function that sets the clock: a timedelta from the correct time.
    """

    def start_moved(**variables):
        clock = MovedClock(tmp_path)
        clock.move(DAY)
        url = start(**clock.variables, **variables).url
        date = parsedate_to_datetime(Browser(url).get("/healthz").headers["Date"])
        if date.timestamp() < time.time() + DAY.total_seconds() / 2:
            pytest.skip(NOT_OFFERED)  # the server does not run Python
        return url, clock.move

    return start_moved


@pytest.fixture
def moved_server(start_moved):
    """The URL of such a server, and the function that sets its clock."""
    return start_moved()


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


@pytest.mark.spec("SESSION-6")
def test_session_ends_14_days_after_the_login(moved_server, target):
    url, move = moved_server
    browser = Browser(url)
    browser.log_in("ada", target.demo_password)
    move(DAY + timedelta(days=14, hours=-1))
    assert browser.get("/profile/").select_text("#username") == "ada"
    move(DAY + timedelta(days=14, hours=1))
    assert browser.get("/profile/").path.startswith("/accounts/login/")


@pytest.mark.spec("RESET-3", "RESET-5")
def test_reset_link_is_valid_for_the_time_in_the_email(start_moved, own_mailbox):
    email_url, own_mailbox = own_mailbox
    url, move = start_moved(EMAIL_URL=email_url, PASSWORD_RESET_TIMEOUT="7200")
    browser = Browser(url)
    browser.get("/accounts/password_reset/")
    browser.submit("reset-form", email="ada@example.com")
    mail = own_mailbox.wait_for("ada@example.com")
    assert "120 minutes" in mail.get_content()
    (link,) = links(mail)
    move(DAY + timedelta(minutes=119))
    browser.get(urlsplit(link).path)
    move(DAY + timedelta(minutes=121))
    new = {"new_password1": "a-new-passw0rd", "new_password2": "a-new-passw0rd"}
    for page in (browser.submit("new-password-form", **new), browser.get(urlsplit(link).path)):
        assert page.select_text("#form-error") == "This link is no longer valid."


@pytest.mark.spec("STATS-2")
def test_statistics_are_cached_for_60_seconds(moved_server):
    url, move = moved_server
    browser = Browser(url)
    before = get_counts(browser.get("/stats/"))
    Browser(url).sign_up(**new_user())
    assert get_counts(browser.get("/stats/")) == before
    move(DAY + timedelta(seconds=61))
    assert get_counts(browser.get("/stats/")) != before
