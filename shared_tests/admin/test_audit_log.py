"""The audit log of the admin, and its list of tokens."""

import json
from datetime import UTC, datetime
from urllib.parse import urlsplit

import pytest

from shared_tests.support.admin_pages import (
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
from shared_tests.support.api_client import APIClient
from shared_tests.support.factories import random_name
from shared_tests.support.forms_by_label import BUTTONS, follow, text
from shared_tests.support.target import NOT_OFFERED

REVOKE = "Revoke selected tokens"


def events(browser, name):
    """Return event, subject and detail of the audit log entries for a name, oldest first."""
    return [line[2:] for line in reversed(lines(browser, name))]


def create_token(browser):
    """Create a token for the user of a browser and return its name."""
    name = random_name("token")
    browser.get("/accounts/tokens/")
    browser.submit("token-form", name=name, scopes="profile:read", days="7")
    return name


@pytest.mark.spec("ADMIN-8")
def test_each_change_adds_one_audit_log_entry(superuser, browser, open_browser):
    name = sign_up(browser)["username"]
    edit(superuser, name, Bio="Secret", Email_address=f"new-{name}@example.com")
    edit(superuser, name, Staff_status=True)
    edit(superuser, name, Active=False, Staff_status=False)
    act(superuser, REACTIVATE, name)
    act(superuser, DEACTIVATE, name)
    set_password(superuser, name, "brand-new-9x8y")
    assert [(event, subject) for event, subject, _ in events(superuser, name)] == [
        (event, name)
        for event in (
            "user_edited", "user_edited", "user_edited",
            "user_reactivated", "user_deactivated", "password_set",
        )
    ]  # fmt: skip
    details = [set(filter(None, detail.split(", "))) for _, _, detail in events(superuser, name)]
    assert details[:3] == [{"bio", "email"}, {"is_staff: yes"}, {"is_active: no", "is_staff: no"}]
    assert not any(details[3:])


@pytest.mark.spec("ADMIN-3", "ADMIN-8")
def test_entry_is_found_by_actor_action_and_target(superuser, browser):
    name = sign_up(browser)["username"]
    edit(superuser, name, Bio="New")
    ((when, *entry),) = lines(superuser, name)
    assert str(datetime.now(UTC).year) in when
    assert entry[0] == "admin"
    assert [line[1:] for line in lines(superuser, f"ADMIN {name} edited")] == [entry]
    for other in ("user_deleted", "bio"):
        assert lines(superuser, f"{name} {other}") == []


@pytest.mark.spec("ADMIN-8")
def test_requests_that_change_nothing_add_no_entry(superuser, browser):
    name = sign_up(browser)["username"]
    edit(superuser, name)
    edit(superuser, name, Username="a b")
    edit(superuser, name, Username="ada")
    act(superuser, REACTIVATE, name)
    set_password(superuser, name, "short")
    open_user(superuser, name)
    follow(superuser, "Delete")
    assert lines(superuser, name) == []


@pytest.mark.spec("ADMIN-8")
def test_history_of_a_user_has_only_own_entries(superuser, open_browser):
    first, second = (sign_up(open_browser())["username"] for _ in range(2))
    for name in (first, second):
        edit(superuser, name, Bio="New")
    open_user(superuser, first)
    cells = follow(superuser, "History").select_texts("tbody td, tbody th")
    assert first in cells
    assert second not in cells


@pytest.mark.spec("ADMIN-8")
def test_entries_remain_after_actor_and_subject_are_deleted(superuser, browser, open_browser):
    staff, name = sign_up(browser)["username"], sign_up(open_browser())["username"]
    edit(superuser, staff, Staff_status=True)
    delete(browser, name)
    delete(browser, staff)
    assert [line[1:4] for line in lines(superuser, name)] == [[staff, "user_deleted", name]]
    assert [line[1:4] for line in lines(superuser, staff)][:2] == [
        [staff, "user_deleted", staff],
        [staff, "user_deleted", name],
    ]
    assert open_browser().get(f"/profile/{staff}/").status == 404


@pytest.mark.spec("ADMIN-8", "DELETE-1", "API-6")
@pytest.mark.parametrize("how", ["page", "api"])
def test_entries_remain_after_users_delete_their_own_accounts(superuser, browser, api_client, how):
    user = sign_up(browser)
    name, password = user["username"], user["password1"]
    edit(superuser, name, Bio="New")
    if how == "page":
        browser.get("/accounts/delete/")
        browser.submit("delete-form", password=password)
    else:
        secret = api_client.make_token(name, password).json()["token"]
        APIClient(api_client.base_url, secret).delete("/api/profile/")
    assert browser.get(f"/profile/{name}/").status == 404
    assert [line[1:4] for line in lines(superuser, name)] == [["admin", "user_edited", name]]


@pytest.mark.spec("ADMIN-8")
def test_entries_are_read_only(superuser, browser):
    name = sign_up(browser)["username"]
    edit(superuser, name, Bio="New")
    page = open_list(superuser, "Audit log", name)
    assert {text(each) for each in page.soup.main.select(BUTTONS)} == {"Search"}
    assert page.soup.main.select("tbody a") == []


@pytest.mark.spec("ADMIN-8")
@pytest.mark.parametrize(
    "change",
    [
        lambda admin, name, token: edit(admin, name, First_name="New"),
        lambda admin, name, token: edit(admin, name, Active=False),
        lambda admin, name, token: act(admin, DEACTIVATE, name),
        lambda admin, name, token: set_password(admin, name, "brand-new-9x8y"),
        lambda admin, name, token: delete(admin, name),
        lambda admin, name, token: act(admin, REVOKE, token, in_list="Tokens"),
    ],
    ids=["edit", "active", "deactivate", "password", "delete", "revoke"],
)
def test_change_is_not_stored_if_its_entry_cannot_be(superuser, browser, database, fail_on, change):
    name, token = sign_up(browser)["username"], create_token(browser)
    stored = [
        "SELECT password, first_name, is_active FROM users WHERE username = :name",
        "SELECT tokens.id FROM tokens JOIN users ON users.id = user_id WHERE username = :name",
        "SELECT session_key FROM sessions JOIN users ON users.id = user_id WHERE username = :name",
    ]
    before = [database.rows(query, name=name) for query in stored]
    fail_on("INSERT ON audit_log", f"NEW.subject = '{name}'")
    change(superuser, name, token)
    assert [database.rows(query, name=name) for query in stored] == before


@pytest.mark.spec("ADMIN-8")
@pytest.mark.parametrize(
    "path",
    ["{pk}/delete/", "{pk}/change/", "delete/", "delete/?id={pk}", "edit/?id={pk}", "action/"],
)
def test_entry_cannot_be_changed_or_deleted_at_any_usual_url(superuser, browser, database, path):
    name = sign_up(browser)["username"]
    edit(superuser, name, Bio="New")
    query = "SELECT * FROM audit_log WHERE subject = :name"
    ((pk, *_),) = before = database.rows(query, name=name)
    top = urlsplit(open_list(superuser, "Audit log", name).url).path
    _, hidden = superuser.page.form("logout-form")
    fields = {"id": pk, "rowid": pk, "post": "yes", "action": "delete", "subject": "changed"}
    superuser.request("POST", top + path.format(pk=pk), data=hidden | fields)
    assert database.rows(query, name=name) == before


@pytest.mark.spec("ADMIN-8", "LOG-2")
def test_each_change_is_written_to_the_log(superuser, browser, target, database):
    if not target.log:
        pytest.skip(NOT_OFFERED)
    name = sign_up(browser)["username"]
    ((pk,),) = database.rows("SELECT id FROM users WHERE username = :name", name=name)
    ((admin,),) = database.rows("SELECT id FROM users WHERE username = 'admin'")
    edit(superuser, name, Bio="New")
    set_password(superuser, name, "brand-new-9x8y")
    act(superuser, DEACTIVATE, name)
    delete(superuser, name)
    with open(target.log, encoding="utf-8") as log:
        logged = [json.loads(line) for line in log if f'"user": {pk}' in line]
    expected = ["user_edited", "password_set", "user_deactivated", "user_deleted"]
    assert [each["event"] for each in logged if each.get("by") == admin] == expected


@pytest.mark.spec("ADMIN-8")
def test_entry_stores_actor_and_subject_as_values(superuser, browser, database):
    name = sign_up(browser)["username"]
    ((pk,),) = database.rows("SELECT id FROM users WHERE username = :name", name=name)
    delete(superuser, name)
    query = "SELECT actor, event, subject_id, subject, detail FROM audit_log WHERE subject = :name"
    assert database.rows(query, name=name) == [("admin", "user_deleted", pk, name, "")]


@pytest.mark.spec("ADMIN-9")
def test_token_list_shows_name_user_and_scopes(superuser, browser):
    user = sign_up(browser)
    name = create_token(browser)
    cells = open_list(superuser, "Tokens", name).select_texts("tbody td, tbody th")
    assert {name, user["username"], "profile:read"} <= set(cells)


@pytest.mark.spec("ADMIN-9")
def test_user_page_links_to_the_tokens_of_the_user(superuser, browser, open_browser):
    other = open_browser()
    user, _ = sign_up(browser), sign_up(other)
    own_name, other_name = create_token(browser), create_token(other)
    open_user(superuser, user["username"])
    cells = follow(superuser, "Tokens of this user").select_texts("tbody td, tbody th")
    assert own_name in cells
    assert other_name not in cells


@pytest.mark.spec("ADMIN-1", "ADMIN-8", "ADMIN-9", "TOKEN-4")
def test_token_revoked_by_staff_is_deleted_and_logged(staff, browser):
    user = sign_up(browser)
    first, second = create_token(browser), create_token(browser)
    page = act(staff, REVOKE, first, in_list="Tokens")
    assert "Revoked: 1." in page.main
    assert "Superusers were left alone." not in page.main
    remaining = browser.get("/accounts/tokens/").select_text("#tokens tbody")
    assert second in remaining
    assert first not in remaining
    assert events(staff, user["username"]) == [["token_revoked", user["username"], ""]]


@pytest.mark.spec("ADMIN-9", "ADMIN-10")
def test_admin_pages_do_not_show_or_search_token_digests(superuser, browser, database):
    user = sign_up(browser)
    name = create_token(browser)
    ((digest,),) = database.rows("SELECT digest FROM tokens WHERE name = :name", name=name)
    pages = [open_list(superuser, "Tokens", name), open_user(superuser, user["username"])]
    pages.append(follow(superuser, "Delete"))
    assert [page for page in pages if digest[:12] in page.response.text] == []
    found = open_list(superuser, "Tokens", digest)
    assert name not in " ".join(found.main)


@pytest.mark.spec("ADMIN-9", "ADMIN-10")
@pytest.mark.parametrize("path", ["{pk}/change/", "details/?id={pk}", "edit/?id={pk}"])
def test_no_page_of_a_token_at_a_usual_url_shows_its_digest(superuser, browser, database, path):
    sign_up(browser)
    query = "SELECT id, digest FROM tokens WHERE name = :name"
    ((pk, digest),) = database.rows(query, name=create_token(browser))
    top = urlsplit(open_list(superuser, "Tokens", "").url).path
    assert digest not in superuser.get(top + path.format(pk=pk)).response.text
