"""Responses take the same time whether or not an account exists."""

import statistics
import time
from itertools import cycle, islice

import pytest

from shared_tests.support.factories import new_user

TRIES = 30
USERS = 10  # each is tried three times, below the limit of the lockout


@pytest.fixture
def existing_users(open_browser):
    """The sign-up data of ten new users."""
    users = [new_user() for _ in range(USERS)]
    for user in users:
        assert open_browser().sign_up(**user).path == "/profile/"
    return users


def unknown_users():
    return [new_user() for _ in range(TRIES)]


@pytest.fixture
def measure_form(open_browser):
    """Return a function that measures the time of one form submission by a new browser."""

    def measure(path, form_id, fields):
        browser = open_browser()
        browser.get(path)
        url, hidden = browser.page.form(form_id)
        began = time.perf_counter()
        browser.request("POST", url, data=hidden | fields, allow_redirects=False)
        return time.perf_counter() - began

    return measure


def get_ratio(measure, *groups):
    """Return the ratio of the medians. The groups take turns, to share any noise."""
    rounds = zip(*(islice(cycle(group), TRIES) for group in groups), strict=True)
    seconds = [[measure(user) for user in users] for users in rounds]
    medians = [statistics.median(times) for times in zip(*seconds, strict=True)]
    return max(medians) / min(medians)


def assert_same_time(measure, *groups):
    """Check that the medians are similar."""
    assert get_ratio(measure, *groups) < 1.4


@pytest.mark.alone
@pytest.mark.spec("LOGIN-4")
def test_login_takes_the_same_time_for_known_and_unknown_usernames(existing_users, measure_form):
    def log_in(user):
        fields = {"username": user["username"], "password": "wrong-password"}
        return measure_form("/accounts/login/", "login-form", fields)

    assert_same_time(log_in, existing_users, unknown_users())


@pytest.mark.alone
@pytest.mark.spec("LOGIN-4")
def test_login_takes_the_same_time_for_inactive_users(existing_users, measure_form, database):
    for user in existing_users:
        query = "UPDATE users SET is_active = false WHERE username = :name"
        database.rows(query, name=user["username"])

    def log_in(user):
        fields = {"username": user["username"], "password": user["password1"]}
        return measure_form("/accounts/login/", "login-form", fields)

    assert_same_time(log_in, existing_users, unknown_users())


@pytest.mark.alone
@pytest.mark.spec("SIGNUP-8")
def test_sign_up_takes_the_same_time_for_taken_usernames(existing_users, measure_form):
    def sign_up(user):
        return measure_form("/accounts/signup/", "signup-form", user)

    assert_same_time(sign_up, existing_users, unknown_users())


@pytest.mark.alone
@pytest.mark.spec("RESET-2")
def test_password_reset_takes_the_same_time_for_unknown_email_addresses(
    existing_users, measure_form
):
    def request_reset(user):
        fields = {"email": user["email"]}
        return measure_form("/accounts/password_reset/", "reset-form", fields)

    # The email is sent meanwhile, which slows down a busy machine: a real difference remains.
    ratios = (get_ratio(request_reset, existing_users, unknown_users()) for _ in range(3))
    assert any(ratio < 1.4 for ratio in ratios)
