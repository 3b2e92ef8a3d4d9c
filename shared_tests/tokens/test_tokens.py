"""The page on which users create, list and revoke their tokens."""

import re
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest

from shared_tests.support.factories import new_user

PATH = "/accounts/tokens/"
SCOPES = ["profile:read", "email:read", "profile:write", "directory:read"]


def create_token(browser, **fields):
    """Submit the form, with default values for missing fields; return the page."""
    browser.get(PATH)
    data = {"name": "Backup", "scopes": SCOPES[:1], "days": "30"} | fields
    return browser.submit("token-form", **data)


def rows(page):
    """Return the rows of the table, as elements."""
    return page.soup.select("table#tokens tbody tr")


def revoke(browser, row):
    """Submit the form of a row; return the page after the redirect."""
    form = row.find("form")
    hidden = {each["name"]: each["value"] for each in form.select("input[type=hidden]")}
    return browser.request("POST", form["action"], data=hidden)


@pytest.mark.spec("TOKEN-2")
def test_browser_can_submit_the_form_with_one_scope(member):
    boxes = member.get(PATH).soup.select("#token-form input[name=scopes]")
    assert [each["value"] for each in boxes] == SCOPES
    assert [each["value"] for each in boxes if each.has_attr("required")] == []


@pytest.mark.spec("TOKEN-1", "TOKEN-2")
def test_new_token_is_shown_once(member):
    page = create_token(member, name="My <b>phone</b>", scopes=[SCOPES[3], SCOPES[0]])
    assert (page.status, page.path) == (200, PATH)
    secret = page.select_text("#token")
    assert len(secret) >= 40
    (row,) = rows(member.get(PATH))
    cells = [cell.get_text(" ", strip=True) for cell in row.select("td")]
    assert cells[0] == "My <b>phone</b>"
    assert re.findall("[a-z:]+", cells[1]) == [SCOPES[0], SCOPES[3]]
    assert cells[-2:] == ["Never", "Revoke"]
    assert secret not in member.page.response.text
    assert member.page.select_text("#token") is None


@pytest.mark.spec("TOKEN-2")
def test_form_is_empty_after_a_token_was_created(member):
    page = create_token(member, name="Backup", scopes=SCOPES)
    assert page.value("name") == ""
    assert page.soup.select("#token-form [checked]") == []


@pytest.mark.spec("TOKEN-2")
@pytest.mark.parametrize("days", [7, 30, 90, 365])
def test_token_expires_after_the_chosen_number_of_days(member, days):
    (row,) = rows(create_token(member, days=str(days)))
    created, expires = (datetime.fromisoformat(each["datetime"]) for each in row.select("time"))
    assert datetime.now(UTC) - timedelta(minutes=5) < created <= datetime.now(UTC)
    assert abs(expires - created - timedelta(days=days)) <= timedelta(seconds=1)


@pytest.mark.spec("TOKEN-2")
@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        ("name", "", "This field is required."),
        ("name", "  ", "This field is required."),
        ("name", "\ufeff", "This field is required."),
        ("name", "\u3164 \u200b", "This field is required."),
        ("name", "n" * 101, "Ensure this value has at most 100 characters (it has 101)."),
        ("name", "a\x07b", "Control characters are not allowed."),
        ("name", "a\x00b", "Null characters are not allowed."),
        ("scopes", [], "This field is required."),
        ("scopes", ["admin"], "Select a valid choice."),
        ("scopes", [SCOPES[0], "profile:"], "Select a valid choice."),
        ("days", "", "This field is required."),
        ("days", "8", "Select a valid choice."),
        ("days", "366", "Select a valid choice."),
        ("days", "-1", "Select a valid choice."),
        ("days", "0", "Select a valid choice."),
    ],
)
def test_invalid_values_show_an_error(member, field, value, message):
    page = create_token(member, **{field: value})
    assert (page.status, page.error(field)) == (200, message)
    assert page.select_text("#token") is None
    assert rows(member.get(PATH)) == []


@pytest.mark.spec("TOKEN-2", "FORM-1")
def test_invalid_form_preserves_its_values(member):
    page = create_token(member, name="Kept", scopes=[SCOPES[1], SCOPES[2]], days="1000")
    assert page.value("name") == "Kept"
    checked = page.soup.select("input[name=scopes][checked]")
    assert [each["value"] for each in checked] == [SCOPES[1], SCOPES[2]]


@pytest.mark.spec("FORM-1")
def test_checkboxes_are_in_a_fieldset_that_references_its_errors(member):
    page = create_token(member, scopes=[])
    group = page.soup.select_one("#token-form fieldset")
    assert group.find("legend").get_text(strip=True)
    assert group["aria-describedby"] == "id_scopes-error"
    boxes = {each["id"]: each["value"] for each in group.select("input[type=checkbox]")}
    assert list(boxes.values()) == SCOPES
    assert {label["for"] for label in group.select("label") if label.get("for")} == set(boxes)


@pytest.mark.spec("TOKEN-1")
def test_token_is_revoked_with_its_button(member):
    for name in ("First", "Second", "First"):
        create_token(member, name=name)
    before = rows(member.page)
    assert [row.td.get_text() for row in before] == ["First", "Second", "First"]
    assert revoke(member, before[0]).path == PATH
    assert [row.td.get_text() for row in rows(member.get(PATH))] == ["Second", "First"]


@pytest.mark.spec("TOKEN-1", "TOKEN-2", "CSRF-1")
def test_forms_without_a_csrf_token_return_403(member):
    create_token(member)
    form = rows(member.page)[0].find("form")
    token = {"token": form.select_one("input[name=token]")["value"]}
    assert member.request("POST", form["action"], data=token).status == 403
    fields = {"name": "Backup", "scopes": SCOPES[:1], "days": "30"}
    assert member.request("POST", PATH, data=fields).status == 403
    assert len(rows(member.get(PATH))) == 1


@pytest.mark.spec("TOKEN-1")
def test_only_active_tokens_are_listed_with_the_time_of_their_last_use(member, database):
    pk = member.get("/accounts/export/").response.json()["id"]
    for name in ("Expired", "Used"):
        create_token(member, name=name)
    change = "UPDATE tokens SET {} WHERE name = :name AND user_id = :pk"
    database.rows(change.format("expires_at = '2000-01-01 00:00:00'"), name="Expired", pk=pk)
    database.rows(change.format("last_used_at = '2001-02-03 04:05:06'"), name="Used", pk=pk)
    (row,) = rows(member.get(PATH))
    assert row.td.get_text() == "Used"
    _, _, used = (datetime.fromisoformat(each["datetime"]) for each in row.select("time"))
    assert used.replace(second=0) == datetime(2001, 2, 3, 4, 5, tzinfo=UTC)


@pytest.mark.spec("TOKEN-1")
def test_users_cannot_revoke_tokens_of_other_users(member, open_browser):
    create_token(member)
    row = rows(member.page)[0]
    other = open_browser()
    other.sign_up(**new_user())
    create_token(other)
    own = rows(other.page)[0]
    own.select_one("input[name=token]")["value"] = row.select_one("input[name=token]")["value"]
    revoke(other, own)
    assert len(rows(member.get(PATH))) == len(rows(other.get(PATH))) == 1


@pytest.mark.spec("TOKEN-1")
@pytest.mark.parametrize("value", ["", "0", "-1", "x", "9" * 40, "1\x00", "ä"])
def test_unknown_token_id_revokes_no_token(member, value):
    create_token(member)
    row = rows(member.page)[0]
    row.select_one("input[name=token]")["value"] = value
    assert revoke(member, row).status == 200
    assert len(rows(member.get(PATH))) == 1


@pytest.mark.spec("TOKEN-1")
def test_tokens_page_requires_login_and_is_linked_from_the_profile_form(member, browser):
    member.get("/accounts/edit/")
    assert any(link.endswith(PATH) for link in member.page.links())
    assert browser.get(PATH).path == "/accounts/login/?next=/accounts/tokens/"


@pytest.mark.spec("TOKEN-3", "EXPORT-1")
def test_only_a_digest_of_the_token_is_stored(member, database):
    page = create_token(member)
    secret = page.select_text("#token")
    stored_rows = [list(map(str, row)) for row in database.rows("SELECT * FROM tokens")]
    assert not any(secret in text for row in stored_rows for text in row)
    (digest,) = [
        row
        for row in stored_rows
        if row[0] == rows(page)[0].find("input", {"name": "token"})["value"]
    ]
    assert any(re.fullmatch("[0-9a-f]{64}", text) for text in digest)
    assert not re.search("[0-9a-f]{64}", member.get("/accounts/export/").response.text)


@pytest.mark.spec("EXPORT-1")
def test_export_contains_the_tokens(member):
    names = ["Backup", "Calendar"]
    for name in names:
        create_token(member, name=name)
    tokens = member.get("/accounts/export/").response.json()["tokens"]
    assert sorted(token["name"] for token in tokens) == names
    for token in tokens:
        assert set(token) == {"id", "name", "scopes", "created_at", "expires_at", "last_used_at"}
        assert (token["scopes"], token["last_used_at"]) == (SCOPES[0], None)


@pytest.mark.spec("TOKEN-4", "RESET-4")
def test_no_token_is_created_while_the_credentials_of_the_user_are_revoked(member, database):
    pk = member.get("/accounts/export/").response.json()["id"]
    member.get(PATH)
    database.rows("BEGIN")
    database.rows("UPDATE users SET bio = 'changing' WHERE id = :pk", pk=pk)
    with ThreadPoolExecutor(1) as pool:
        late = pool.submit(member.submit, "token-form", name="Late", scopes=SCOPES[:1], days="7")
        time.sleep(0.7)
        database.rows("DELETE FROM sessions WHERE user_id = :pk", pk=pk)
        database.rows("DELETE FROM tokens WHERE user_id = :pk", pk=pk)
        database.rows("COMMIT")
        assert late.result().select_text("#token") is None
    assert database.rows("SELECT id FROM tokens WHERE user_id = :pk", pk=pk) == []


@pytest.mark.spec("TOKEN-4")
def test_tokens_of_a_deactivated_user_stay_revoked_after_reactivation(
    open_browser, account, database
):
    browser = open_browser()
    browser.sign_up(**account)
    create_token(browser)
    switch = "UPDATE users SET is_active = {} WHERE username = :name"
    database.rows(switch.format("false"), name=account["username"])
    assert browser.get(PATH).path.startswith("/accounts/login/")
    database.rows(switch.format("true"), name=account["username"])
    browser.log_in(account["username"], account["password1"])
    assert rows(browser.get(PATH)) == []
