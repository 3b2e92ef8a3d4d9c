"""What takes the same time, so that nobody learns from it who has an account."""

import statistics
import time
from itertools import cycle, islice

import pytest

from shared_tests.support.factories import new_user

TRIES = 30
PEOPLE = 10  # of whom each is tried three times, less often than a login is locked


@pytest.fixture
def known(open_browser):
    """Ten people who have signed up."""
    people = [new_user() for _ in range(PEOPLE)]
    for person in people:
        assert open_browser().sign_up(**person).path == "/profile/"
    return people


def strangers():
    return [new_user() for _ in range(TRIES)]


@pytest.fixture
def seconds_for(open_browser):
    """Return a function that times one submission of a form by a new visitor."""

    def measure(path, form_id, fields):
        visitor = open_browser()
        visitor.get(path)
        url, hidden = visitor.page.form(form_id)
        began = time.perf_counter()
        visitor.request("POST", url, data=hidden | fields, allow_redirects=False)
        return time.perf_counter() - began

    return measure


def assert_same_time(measure, *kinds):
    """Check that the medians are alike; kinds take turns, so that noise meets all of them."""
    rounds = zip(*(islice(cycle(kind), TRIES) for kind in kinds), strict=True)
    seconds = [[measure(each) for each in one] for one in rounds]
    medians = [statistics.median(times) for times in zip(*seconds, strict=True)]
    assert max(medians) < 1.4 * min(medians), medians


@pytest.mark.alone
@pytest.mark.spec("LOGIN-4")
def test_login_of_known_and_unknown_people_takes_the_same_time(known, seconds_for):
    def log_in(person):
        fields = {"username": person["username"], "password": "wrong-password"}
        return seconds_for("/accounts/login/", "login-form", fields)

    assert_same_time(log_in, known, strangers())


@pytest.mark.alone
@pytest.mark.spec("LOGIN-4")
def test_login_of_deactivated_people_takes_the_same_time(known, seconds_for, database):
    for person in known:
        query = "UPDATE users SET is_active = false WHERE username = :name"
        database.rows(query, name=person["username"])

    def log_in(person):
        fields = {"username": person["username"], "password": person["password1"]}
        return seconds_for("/accounts/login/", "login-form", fields)

    assert_same_time(log_in, known, strangers())


@pytest.mark.alone
@pytest.mark.spec("SIGNUP-8")
def test_signing_up_with_a_taken_name_takes_the_same_time(known, seconds_for):
    def sign_up(person):
        return seconds_for("/accounts/signup/", "signup-form", person)

    assert_same_time(sign_up, known, strangers())


@pytest.mark.alone
@pytest.mark.spec("RESET-2")
def test_asking_for_a_link_takes_the_same_time(known, seconds_for):
    def ask(person):
        fields = {"email": person["email"]}
        return seconds_for("/accounts/password_reset/", "reset-form", fields)

    assert_same_time(ask, known, strangers())
