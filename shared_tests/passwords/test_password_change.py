"""Changing one's password."""

import secrets
from concurrent.futures import ThreadPoolExecutor

import pytest

WRONG = "Your old password was entered incorrectly. Please enter it again."


@pytest.fixture
def changer(open_browser, person):
    """A visitor who has just signed up as `person`."""
    visitor = open_browser()
    visitor.sign_up(**person)
    return visitor


def change(visitor, old, new, again=None):
    """Fill in the form and return the page where that leads."""
    visitor.get("/accounts/password_change/")
    typed = {"old_password": old, "new_password1": new, "new_password2": again or new}
    return visitor.submit("password-form", **typed)


@pytest.mark.spec("PASSWORD-2")
def test_the_new_password_logs_in_and_the_old_one_does_not(changer, person, open_browser):
    new = secrets.token_urlsafe(12)
    page = change(changer, person["password1"], new)
    assert page.path == "/profile/"
    assert open_browser().log_in(person["username"], new).path == "/profile/"
    assert open_browser().log_in(person["username"], person["password1"]).path != "/profile/"


@pytest.mark.spec("PASSWORD-3")
def test_all_other_sessions_end_and_this_one_has_a_new_cookie(changer, person, open_browser):
    other, copy = open_browser(), open_browser()
    other.log_in(person["username"], person["password1"])
    copy.session.cookies.update(changer.session.cookies)
    before = changer.cookies()
    change(changer, person["password1"], secrets.token_urlsafe(12))
    assert changer.get("/profile/").text_of("#username") == person["username"]
    assert changer.cookies() != before
    for visitor in (other, copy):
        assert visitor.get("/profile/").path.startswith("/accounts/login/")


@pytest.mark.spec("PASSWORD-3")
def test_the_sessions_of_others_go_on(changer, person, member):
    change(changer, person["password1"], secrets.token_urlsafe(12))
    assert member.get("/profile/").path == "/profile/"


@pytest.mark.spec("PASSWORD-2")
@pytest.mark.parametrize(
    ("old", "new", "again", "field", "message"),
    [
        ("wrong-password", "a-new-passw0rd", None, "old_password", WRONG),
        (None, "12345678901", None, "new_password2", "This password is too common."),
        (
            None,
            "a-new-passw0rd",
            "another-one",
            "new_password2",
            "The two password fields didn’t match.",
        ),
        (None, "short-1", None, "new_password2", "It must contain at least 8 characters."),
        ("a\x00b", "a-new-passw0rd", None, "old_password", "Null characters are not allowed."),
    ],
)
def test_a_change_that_can_not_be_made_says_why(
    changer, person, open_browser, old, new, again, field, message
):
    page = change(changer, old or person["password1"], new, again)
    assert page.status == 200
    assert message in page.error(field)
    assert new not in page.response.text
    assert open_browser().log_in(person["username"], person["password1"]).path == "/profile/"


@pytest.mark.spec("PASSWORD-2")
@pytest.mark.parametrize("field", ["old_password", "new_password1", "new_password2"])
def test_every_field_is_required(changer, person, field):
    changer.get("/accounts/password_change/")
    typed = {"old_password": person["password1"], "new_password1": "x-9-y-8-z"}
    typed |= {"new_password2": "x-9-y-8-z"} | {field: ""}
    page = changer.submit("password-form", **typed)
    assert page.error(field) == "This field is required."


@pytest.mark.spec("PASSWORD-2")
def test_a_new_password_must_not_resemble_the_person(changer, person):
    page = change(changer, person["password1"], person["username"])
    assert page.error("new_password2") == "The password is too similar to the username."


@pytest.mark.spec("PASSWORD-2", "CSRF-1")
def test_without_a_token_the_password_stays(changer, person, open_browser):
    typed = {"old_password": person["password1"]}
    typed |= {"new_password1": "x-9-y-8-z", "new_password2": "x-9-y-8-z"}
    assert changer.request("POST", "/accounts/password_change/", data=typed).status == 403
    assert open_browser().log_in(person["username"], person["password1"]).path == "/profile/"


@pytest.mark.spec("PASSWORD-2")
def test_an_anonymous_visitor_is_sent_to_log_in(browser):
    assert browser.get("/accounts/password_change/").path.startswith("/accounts/login/")


def both(pool, *actions):
    """Do several things at once and return what came out."""
    return [future.result() for future in [pool.submit(action) for action in actions]]


@pytest.mark.spec("PASSWORD-3", "PASSWORD-4")
def test_of_two_changes_at_once_one_wins(changer, person, open_browser):
    other = open_browser()
    other.log_in(person["username"], person["password1"])
    new = {visitor: secrets.token_urlsafe(12) for visitor in (changer, other)}
    for visitor in new:
        visitor.get("/accounts/password_change/")

    def change_to(visitor):
        typed = {"new_password1": new[visitor], "new_password2": new[visitor]}
        return visitor.submit("password-form", old_password=person["password1"], **typed)

    with ThreadPoolExecutor(2) as pool:
        pages = both(pool, lambda: change_to(changer), lambda: change_to(other))
    assert [page.path for page in pages].count("/profile/") == 1
    assert {page.status for page in pages} <= {200, 403}  # the token went with the session
    alive = [visitor for visitor in new if visitor.get("/profile/").path == "/profile/"]
    logs_in = [open_browser().log_in(person["username"], each).path for each in new.values()]
    assert len(alive) == 1
    assert logs_in[list(new).index(alive[0])] == "/profile/"
    assert logs_in.count("/profile/") == 1


@pytest.mark.spec("PASSWORD-4", "EDIT-7")
def test_of_two_changes_after_a_pause_one_wins_too(changer, person, open_browser, database):
    other, new = open_browser(), secrets.token_urlsafe(12)
    other.log_in(person["username"], person["password1"])
    for visitor in (changer, other):
        visitor.get("/accounts/password_change/")
    database.rows(
        "UPDATE sessions SET last_seen_at = '2001-02-03 04:05:06' WHERE created_at IS NOT NULL"
    )
    typed = {"old_password": person["password1"], "new_password1": new, "new_password2": new}
    with ThreadPoolExecutor(2) as pool:
        pages = list(pool.map(lambda each: each.submit("password-form", **typed), (changer, other)))
    assert [page.path for page in pages].count("/profile/") == 1
    assert {page.status for page in pages} <= {200, 403}  # the token went with the session


@pytest.mark.spec("PASSWORD-4")
def test_nobody_stays_logged_in_with_a_password_that_is_just_being_changed(
    changer, person, open_browser
):
    old = person["password1"]
    for _ in range(8):
        other, new = open_browser(), secrets.token_urlsafe(12)
        other.get("/accounts/login/")
        login = {"username": person["username"], "password": old}
        with ThreadPoolExecutor(2) as pool:
            both(
                pool,
                lambda old=old, new=new: change(changer, old, new),
                lambda other=other, login=login: other.submit("login-form", **login),
            )
        assert other.get("/profile/").path.startswith("/accounts/login/")
        assert changer.get("/profile/").path == "/profile/"
        old = new
