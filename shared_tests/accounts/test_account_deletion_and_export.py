"""Deleting and exporting oneself."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest

from shared_tests.support.factories import new_user


@pytest.fixture
def leaver(open_browser, person):
    """A visitor who has just signed up as `person`."""
    visitor = open_browser()
    visitor.sign_up(**person)
    return visitor


def delete(visitor, password):
    visitor.get("/accounts/delete/")
    return visitor.submit("delete-form", password=password)


@pytest.mark.spec("DELETE-1", "DELETE-2")
def test_with_the_right_password_the_person_is_gone(leaver, person, open_browser):
    other = open_browser()
    other.log_in(person["username"], person["password1"])
    page = delete(leaver, person["password1"])
    assert page.path == "/"
    assert page.visitor is None
    assert open_browser().get(f"/profile/{person['username']}/").status == 404
    for visitor in (leaver, other):
        assert visitor.get("/profile/").path.startswith("/accounts/login/")
    again = open_browser().log_in(person["username"], person["password1"])
    assert again.text_of("#form-error") == "Wrong username or password."


@pytest.mark.spec("DELETE-2")
def test_the_name_is_free_and_the_next_person_starts_anew(leaver, person, open_browser):
    delete(leaver, person["password1"])
    page = open_browser().sign_up(**new_user(username=person["username"]))
    assert page.path == "/profile/"
    assert page.text_of("#username") == person["username"]


@pytest.mark.spec("DELETE-2", "SESSION-1")
def test_nothing_of_the_person_is_left(leaver, person, database):
    query = "SELECT id FROM users WHERE username = :name"
    ((pk,),) = database.rows(query, name=person["username"])
    delete(leaver, person["password1"])
    assert database.rows("SELECT count(*) FROM users WHERE id = :pk", pk=pk) == [(0,)]
    assert database.rows("SELECT count(*) FROM sessions WHERE user_id = :pk", pk=pk) == [(0,)]


@pytest.mark.spec("DELETE-1")
def test_deleting_twice_at_once_is_no_error(leaver, person, open_browser):
    other = open_browser()
    other.log_in(person["username"], person["password1"])
    for visitor in (leaver, other):
        visitor.get("/accounts/delete/")

    def submit(visitor):
        return visitor.submit("delete-form", password=person["password1"])

    with ThreadPoolExecutor(2) as pool:
        pages = list(pool.map(submit, (leaver, other)))
    assert {page.status for page in pages} <= {200, 403}  # the token went with the session
    assert {page.visitor for page in pages} == {None}
    assert open_browser().get(f"/profile/{person['username']}/").status == 404


@pytest.mark.spec("DELETE-1")
@pytest.mark.parametrize(
    ("password", "message"),
    [
        ("wrong-password", "Wrong password."),
        ("", "This field is required."),
        ("a\x00b", "Null characters are not allowed."),
    ],
)
def test_without_the_right_password_nobody_is_deleted(leaver, person, password, message):
    page = delete(leaver, password)
    assert page.status == 200
    assert page.error("password") == message
    assert leaver.get("/profile/").text_of("#username") == person["username"]


@pytest.mark.spec("DELETE-1", "CSRF-1")
def test_without_a_token_nobody_is_deleted(leaver, person):
    data = {"password": person["password1"]}
    assert leaver.request("POST", "/accounts/delete/", data=data).status == 403
    assert leaver.get("/profile/").text_of("#username") == person["username"]


@pytest.mark.spec("DELETE-1", "EXPORT-1")
@pytest.mark.parametrize("path", ["/accounts/delete/", "/accounts/export/"])
def test_an_anonymous_visitor_is_sent_to_log_in(browser, path):
    assert browser.get(path).path.startswith("/accounts/login/")


@pytest.mark.spec("EXPORT-1", "VISIBLE-3")
@pytest.mark.parametrize("visibility", ["public", "members", "private"])
def test_an_export_is_of_oneself_whoever_else_may_see_one(browser, person, visibility):
    browser.sign_up(**person)
    browser.get("/accounts/edit/")
    browser.submit("profile-form", email=person["email"], visibility=visibility)
    data = browser.get("/accounts/export/").response.json()
    assert (data["username"], data["visibility"]) == (person["username"], visibility)


@pytest.mark.spec("EXPORT-1")
def test_an_export_holds_all_that_is_stored_and_no_hash(open_browser):
    visitor, person = open_browser(), new_user(first_name="Émilie", last_name="du <Châtelet>")
    visitor.sign_up(**person)
    response = visitor.get("/accounts/export/")
    assert response.headers["Content-Type"].startswith("application/json")
    assert response.headers["Content-Disposition"].startswith("attachment")
    assert "no-store" in response.headers["Cache-Control"]
    data = response.response.json()
    about = {name: person[name] for name in ("username", "email", "first_name", "last_name")}
    about |= {"bio": "", "location": "", "website": "", "visibility": "public"}
    about |= {"is_active": True, "is_staff": False, "is_superuser": False}
    assert {name: data[name] for name in about} == about
    assert set(data) - set(about) == {
        "id", "date_joined", "last_login", "permissions", "sessions", "tokens",
    }  # fmt: skip
    assert isinstance(data["id"], int)
    assert "argon2" not in response.response.text
    (session,) = data["sessions"]
    assert set(session) == {"created_at", "last_seen_at", "ip_address", "user_agent", "expires_at"}
    assert session["user_agent"] == visitor.session.headers["User-Agent"]
    names = ("created_at", "last_seen_at", "expires_at")
    times = [data["date_joined"], data["last_login"], *(session[name] for name in names)]
    joined, logged_in, since, seen, expires = times = list(map(datetime.fromisoformat, times))
    assert joined <= logged_in <= since <= seen <= datetime.now(UTC) < expires
    assert {each.utcoffset() for each in times} == {timedelta(0)}
