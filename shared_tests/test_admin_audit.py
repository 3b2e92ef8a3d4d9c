"""What the admin writes down, and the tokens that it shows."""

import json
from datetime import UTC, datetime

import pytest

from shared_tests.admin import (
    DEACTIVATE,
    REACTIVATE,
    act,
    delete,
    edit,
    lines,
    open_list,
    open_user,
    set_password,
    sign_up,
)
from shared_tests.labels import BUTTONS, follow, text
from shared_tests.people import random_name
from shared_tests.target import NOT_OFFERED

REVOKE = "Revoke selected tokens"


def events(visitor, name):
    """Return what was done according to the audit, without when and by whom; the first thing first."""
    return [line[2:] for line in reversed(lines(visitor, name))]


def make_token(visitor):
    """Make a token for the visitor and return its name."""
    name = random_name("token")
    visitor.get("/accounts/tokens/")
    visitor.submit("token-form", name=name, scopes="profile:read", days="7")
    return name


@pytest.mark.spec("ADMIN-8")
def test_each_change_leaves_one_line(staff, browser, open_browser):
    name = sign_up(browser)["username"]
    edit(staff, name, Bio="Secret", Email_address=f"new-{name}@example.com")
    edit(staff, name, Staff_status=True)
    edit(staff, name, Active=False, Staff_status=False)
    act(staff, REACTIVATE, name)
    act(staff, DEACTIVATE, name)
    set_password(staff, name, "brand-new-9x8y")
    assert [(event, subject) for event, subject, _ in events(staff, name)] == [
        (event, name)
        for event in (
            "user_edited", "user_edited", "user_edited",
            "user_reactivated", "user_deactivated", "password_set",
        )
    ]  # fmt: skip
    details = [set(filter(None, detail.split(", "))) for _, _, detail in events(staff, name)]
    assert details[:3] == [{"bio", "email"}, {"is_staff: yes"}, {"is_active: no", "is_staff: no"}]
    assert not any(details[3:])


@pytest.mark.spec("ADMIN-8")
def test_a_line_says_who_and_when(staff, browser):
    name = sign_up(browser)["username"]
    edit(staff, name, Bio="New")
    ((when, who, *_),) = lines(staff, name)
    assert str(datetime.now(UTC).year) in when
    assert who == "admin"


@pytest.mark.spec("ADMIN-8")
def test_what_changes_nothing_leaves_no_line(staff, browser):
    name = sign_up(browser)["username"]
    edit(staff, name)
    edit(staff, name, Username="a b")
    edit(staff, name, Username="ada")
    act(staff, REACTIVATE, name)
    set_password(staff, name, "short")
    open_user(staff, name)
    follow(staff, "Delete")
    assert lines(staff, name) == []


@pytest.mark.spec("ADMIN-8")
def test_the_history_of_a_person_is_theirs(staff, open_browser):
    first, second = (sign_up(open_browser())["username"] for _ in range(2))
    for name in (first, second):
        edit(staff, name, Bio="New")
    open_user(staff, first)
    cells = follow(staff, "History").texts_of("tbody td, tbody th")
    assert first in cells
    assert second not in cells


@pytest.mark.spec("ADMIN-8")
def test_a_line_outlives_both_people(staff, browser, open_browser):
    clerk, name = sign_up(browser)["username"], sign_up(open_browser())["username"]
    edit(staff, clerk, Staff_status=True)
    delete(browser, name)
    delete(browser, clerk)
    assert [line[1:4] for line in lines(staff, name)] == [[clerk, "user_deleted", name]]
    assert [line[1:4] for line in lines(staff, clerk)][:2] == [
        [clerk, "user_deleted", clerk],
        [clerk, "user_deleted", name],
    ]
    assert open_browser().get(f"/profile/{clerk}/").status == 404


@pytest.mark.spec("ADMIN-8")
def test_nobody_changes_a_line(staff, browser):
    name = sign_up(browser)["username"]
    edit(staff, name, Bio="New")
    page = open_list(staff, "Audit lines", name)
    assert {text(each) for each in page.soup.main.select(BUTTONS)} == {"Search"}
    assert page.soup.main.select("tbody a") == []


@pytest.mark.spec("ADMIN-8", "LOG-2")
def test_each_change_is_logged(staff, browser, target, database):
    if not target.log:
        pytest.skip(NOT_OFFERED)
    name = sign_up(browser)["username"]
    ((pk,),) = database.rows("SELECT id FROM users WHERE username = :name", name=name)
    ((admin,),) = database.rows("SELECT id FROM users WHERE username = 'admin'")
    edit(staff, name, Bio="New")
    set_password(staff, name, "brand-new-9x8y")
    act(staff, DEACTIVATE, name)
    delete(staff, name)
    with open(target.log, encoding="utf-8") as log:
        logged = [json.loads(line) for line in log if f'"user": {pk}' in line]
    wanted = ["user_edited", "password_set", "user_deactivated", "user_deleted"]
    assert [each["event"] for each in logged if each.get("by") == admin] == wanted


@pytest.mark.spec("ADMIN-8")
def test_a_line_is_a_row_that_names_people_by_value(staff, browser, database):
    name = sign_up(browser)["username"]
    ((pk,),) = database.rows("SELECT id FROM users WHERE username = :name", name=name)
    delete(staff, name)
    query = (
        "SELECT actor, event, subject_id, subject, detail FROM audit_lines WHERE subject = :name"
    )
    assert database.rows(query, name=name) == [("admin", "user_deleted", pk, name, "")]


@pytest.mark.spec("ADMIN-9")
def test_tokens_are_listed_with_whose_and_what_for(staff, browser):
    person = sign_up(browser)
    name = make_token(browser)
    cells = open_list(staff, "Tokens", name).texts_of("tbody td, tbody th")
    assert {name, person["username"], "profile:read"} <= set(cells)


@pytest.mark.spec("ADMIN-9")
def test_a_persons_page_leads_to_their_tokens(staff, browser, open_browser):
    other = open_browser()
    person, _ = sign_up(browser), sign_up(other)
    own, foreign = make_token(browser), make_token(other)
    open_user(staff, person["username"])
    cells = follow(staff, "Their tokens").texts_of("tbody td, tbody th")
    assert own in cells
    assert foreign not in cells


@pytest.mark.spec("ADMIN-9", "TOKEN-4")
def test_a_token_that_staff_revoke_is_gone(staff, browser):
    person = sign_up(browser)
    first, second = make_token(browser), make_token(browser)
    assert "Revoked: 1." in act(staff, REVOKE, first, in_list="Tokens").main
    left = browser.get("/accounts/tokens/").text_of("#tokens tbody")
    assert second in left
    assert first not in left
    assert events(staff, person["username"]) == [["token_revoked", person["username"], ""]]


@pytest.mark.spec("ADMIN-9", "ADMIN-10")
def test_no_page_shows_the_digest_of_a_token(staff, browser, database):
    person = sign_up(browser)
    name = make_token(browser)
    ((digest,),) = database.rows("SELECT digest FROM tokens WHERE name = :name", name=name)
    pages = [open_list(staff, "Tokens", name), open_user(staff, person["username"])]
    pages.append(follow(staff, "Delete"))
    assert [page for page in pages if digest[:12] in page.response.text] == []
    found = open_list(staff, "Tokens", digest)
    assert name not in " ".join(found.main)
