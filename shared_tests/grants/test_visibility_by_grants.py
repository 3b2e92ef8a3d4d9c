"""What a grant shows: wherever the visibility of users applies, and only until it ends."""

import secrets
import time
from datetime import UTC, datetime, timedelta

import pytest

from shared_tests.support.admin_pages import act, edit, sign_up
from shared_tests.support.api_client import APIClient
from shared_tests.support.directory_pages import entry
from shared_tests.support.grants_page import (
    PATH,
    create_grant,
    create_token,
    edit_profile,
    revoke,
    rows,
    sign_up_private,
)
from shared_tests.support.table_pages import get_rows, get_table

STAMP = "%Y-%m-%d %H:%M:%S.%f"


def get_pk(browser):
    return browser.get("/accounts/export/").response.json()["id"]


def sees(browser, name, pk):
    """Return whether a browser sees a user: on both profile pages, in the directory and the table."""
    seen = {browser.get(f"/profile/{each}/").status == 200 for each in (name, pk)}
    seen.add(entry(browser, name) is not None)
    table = get_table(browser, q=name)
    seen.add([row[0] for row in get_rows(table)] == [name])
    seen.add(
        name in browser.get("/profiles/table/", params={"q": name, "_export": "csv"}).response.text
    )
    (result,) = seen
    return result


def api_sees(client, name, pk):
    """Return whether an API client sees a user: by username, by primary key, and in the list."""
    seen = {client.get(f"/api/profiles/{each}/").status_code == 200 for each in (name, pk)}
    found = client.get("/api/profiles/", params={"q": name}).json()["results"]
    seen.add([each["username"] for each in found] == [name])
    (result,) = seen
    return result


def set_expiry(database, granter_pk, when):
    """Set the time at which all grants of a user expire."""
    text = when.astimezone(UTC).strftime(STAMP) + ("+00" if database.is_postgresql else "")
    query = "UPDATE grants SET expires_at = :time WHERE granter_id = :pk"
    database.rows(query, time=text, pk=granter_pk)


@pytest.mark.spec("GRANT-3", "VISIBLE-3", "VISIBLE-5")
def test_a_grant_to_a_user_shows_a_private_user_on_all_pages_and_in_the_api(
    granter, grantee, member, browser, target
):
    pk = get_pk(granter.browser)
    secret, _ = create_token(grantee.browser)
    client = APIClient(target.url, secret)
    assert not sees(grantee.browser, granter.name, pk)
    assert not api_sees(client, granter.name, pk)
    create_grant(granter.browser, grantee.name)
    assert sees(grantee.browser, granter.name, pk)
    assert api_sees(client, granter.name, pk)
    assert not sees(member, granter.name, pk)
    assert browser.get(f"/profile/{granter.name}/").status == 404


@pytest.mark.spec("GRANT-3")
def test_a_grant_to_a_token_applies_to_requests_with_this_token_only(
    granter, grantee, target, browser, member
):
    pk = get_pk(granter.browser)
    (first, number), (second, _) = (create_token(grantee.browser) for _ in range(2))
    create_grant(granter.browser, number)
    assert api_sees(APIClient(target.url, first), granter.name, pk)
    assert not api_sees(APIClient(target.url, second), granter.name, pk)
    assert not api_sees(APIClient(target.url), granter.name, pk)
    assert not sees(grantee.browser, granter.name, pk)
    for client in (browser, member):
        assert client.get(f"/profile/{granter.name}/").status == 404


@pytest.mark.spec("GRANT-3", "PROFILE-9", "API-4")
def test_a_grant_shows_no_email_address_and_allows_no_change(granter, grantee, target):
    secret, _ = create_token(grantee.browser, "email:read")
    create_grant(granter.browser, grantee.name)
    page = grantee.browser.get(f"/profile/{granter.name}/")
    assert page.select_text("#username") == granter.name
    assert page.select_text("#email") is None
    assert f"{granter.name}@example.com" not in page.response.text
    client = APIClient(target.url, create_token(grantee.browser)[0])
    assert "email" not in client.get(f"/api/profiles/{granter.name}/").json()
    assert client.patch(f"/api/profiles/{granter.name}/", json={"bio": "x"}).status_code == 405
    assert grantee.browser.get("/admin/").status == 403
    assert APIClient(target.url, secret).get(f"/api/profiles/{granter.name}/").status_code == 403


@pytest.mark.spec("GRANT-3", "VISIBLE-4")
def test_a_grant_does_not_show_an_inactive_user(granter, grantee, superuser):
    create_grant(granter.browser, grantee.name)
    act(superuser, "Deactivate selected users", granter.name)
    assert grantee.browser.get(f"/profile/{granter.name}/").status == 404
    assert entry(grantee.browser, granter.name) is None


@pytest.mark.spec("GRANT-3")
def test_a_user_is_listed_once_with_several_grants(granter, grantee, staff):
    for _ in range(2):
        create_grant(granter.browser, grantee.name)
        create_grant(staff, grantee.name, search=granter.name)
    page = grantee.browser.get("/profiles/", params={"q": granter.name})
    assert page.select_text("#count") == "1 person"
    assert len(page.select_texts("#people a")) == 1


@pytest.mark.spec("GRANT-3", "GRANT-5")
def test_a_revoked_grant_shows_nothing(granter, grantee):
    create_grant(granter.browser, grantee.name)
    assert grantee.browser.get(f"/profile/{granter.name}/").status == 200
    revoke(granter.browser)
    assert grantee.browser.get(f"/profile/{granter.name}/").status == 404


@pytest.mark.spec("GRANT-5")
def test_a_grant_ends_in_the_second_in_which_it_expires(granter, grantee, database):
    pk, path = get_pk(granter.browser), f"/profile/{granter.name}/"
    create_grant(granter.browser, grantee.name)
    expiry = datetime.now(UTC) + timedelta(seconds=2)
    set_expiry(database, pk, expiry)
    while True:
        before = datetime.now(UTC)
        status = grantee.browser.get(path).status
        after = datetime.now(UTC)
        if after < expiry:
            assert status == 200
        if before >= expiry:
            assert status == 404
            break
        time.sleep(0.02)
    assert after < expiry + timedelta(seconds=5)
    assert rows(granter.browser.get(PATH)) == []


@pytest.mark.spec("GRANT-5")
@pytest.mark.parametrize(("seconds", "status"), [(-1, 404), (0, 404), (20, 200)])
def test_a_grant_applies_until_it_expires(granter, grantee, database, target, seconds, status):
    secret, number = create_token(grantee.browser)
    for each in (grantee.name, number):
        create_grant(granter.browser, each)
    set_expiry(database, get_pk(granter.browser), datetime.now(UTC) + timedelta(seconds=seconds))
    assert grantee.browser.get(f"/profile/{granter.name}/").status == status
    client = APIClient(target.url, secret)
    assert client.get(f"/api/profiles/{granter.name}/").status_code == status


@pytest.mark.spec("GRANT-4", "DIRECTORY-3")
def test_a_search_shows_the_users_who_match_at_the_time_of_the_request(
    staff, grantee, open_browser, target
):
    word = f"wörd{secrets.token_hex(6)}"
    users = {}
    for fields in ({"first_name": word.upper()}, {"last_name": f"x{word}x"}, {"first_name": "No"}):
        browser = open_browser()
        users[sign_up_private(browser, **fields)] = browser
    first, _, other = users
    create_grant(staff, grantee.name, search=word)
    seen = [sees(grantee.browser, name, get_pk(users[name])) for name in users]
    assert seen == [True, True, False]
    client = APIClient(target.url, create_token(grantee.browser)[0])
    assert client.get("/api/profiles/", params={"q": word}).json()["count"] == 2
    for name, new in ((first, "No"), (other, word)):
        edit_profile(users[name], first_name=new)
    seen = [grantee.browser.get(f"/profile/{name}/").status for name in users]
    assert seen == [404, 200, 200]


@pytest.mark.spec("GRANT-4", "DIRECTORY-3")
@pytest.mark.parametrize(
    ("search", "name", "status"),
    [
        ("50%", "50% off", 200),
        ("50%f", "50% off", 404),
        ("a_b", "a_b", 200),
        ("a_b", "axb", 404),
        ("a\\b", "a\\b", 200),
        ("a\\b", "ab", 404),
        ("ı", "I", 200),
        ("ς", "Σ", 200),
        ("ß", "SS", 404),
        ("''", "''", 200),
    ],
)
def test_a_search_is_the_text_search_of_the_directory(
    staff, grantee, open_browser, search, name, status
):
    unique = secrets.token_hex(6)
    shown = sign_up_private(open_browser(), last_name=f"{unique}{name}")
    create_grant(
        staff, grantee.name, search=f"{unique}{search}" if status == 200 else unique + search
    )
    assert grantee.browser.get(f"/profile/{shown}/").status == status


@pytest.mark.spec("GRANT-4")
def test_a_search_does_not_show_its_granter_and_other_users(staff, grantee, open_browser, database):
    edit_profile(staff, visibility="private")
    name = staff.get("/profile/").select_text("#username")
    create_grant(staff, grantee.name, search=secrets.token_hex(12))
    hidden = sign_up_private(open_browser())
    for each in (name, hidden):
        assert grantee.browser.get(f"/profile/{each}/").status == 404


@pytest.mark.spec("GRANT-4")
def test_a_search_can_be_granted_to_a_token(staff, granter, grantee, target):
    secret, number = create_token(grantee.browser)
    create_grant(staff, number, search=granter.name)
    client = APIClient(target.url, secret)
    assert client.get(f"/api/profiles/{granter.name}/").status_code == 200
    assert grantee.browser.get(f"/profile/{granter.name}/").status == 404


@pytest.mark.spec("GRANT-4")
@pytest.mark.parametrize("column", ["is_staff", "is_active"])
def test_a_search_applies_while_its_granter_is_active_staff(
    staff, granter, grantee, database, column
):
    create_grant(staff, grantee.name, search=granter.name)
    seen, pk = [grantee.browser.get(f"/profile/{granter.name}/").status], get_pk(staff)
    for value in ("false", "true"):
        database.rows(f"UPDATE users SET {column} = {value} WHERE id = :pk", pk=pk)
        seen.append(grantee.browser.get(f"/profile/{granter.name}/").status)
    assert seen == [200, 404, 200]


@pytest.mark.spec("GRANT-3", "GRANT-4")
def test_a_grant_of_the_own_profile_does_not_require_staff(staff, grantee, superuser):
    edit_profile(staff, visibility="private")
    name = staff.get("/profile/").select_text("#username")
    create_grant(staff, grantee.name)
    edit(superuser, name, Staff_status=False)
    assert grantee.browser.get(f"/profile/{name}/").status == 200


@pytest.mark.spec("GRANT-5")
@pytest.mark.parametrize("deleted", ["granter", "grantee", "token"])
def test_a_grant_is_deleted_with_its_granter_user_or_token(
    granter, open_browser, database, deleted
):
    other = open_browser()
    account = sign_up(other)
    _, number = create_token(other)
    pk = get_pk(granter.browser)
    for each in (account["username"], number):
        create_grant(granter.browser, each)
    count = "SELECT count(*) FROM grants WHERE granter_id = :pk"
    assert database.rows(count, pk=pk) == [(2,)]
    if deleted == "token":
        other.get("/accounts/tokens/")
        form = other.page.soup.select_one("table#tokens form")
        data = {each["name"]: each["value"] for each in form.select("input[type=hidden]")}
        other.request("POST", form["action"], data=data)
    elif deleted == "grantee":
        other.get("/accounts/delete/")
        other.submit("delete-form", password=account["password1"])
    else:
        database.rows(
            "UPDATE users SET password = (SELECT password FROM users WHERE username = :name) WHERE id = :pk",
            name=account["username"],
            pk=pk,
        )
        granter.browser = open_browser()
        granter.browser.log_in(granter.name, account["password1"])
        granter.browser.get("/accounts/delete/")
        granter.browser.submit("delete-form", password=account["password1"])
    expected = {"granter": 0, "grantee": 0, "token": 1}
    assert database.rows(count, pk=pk) == [(expected[deleted],)]
