"""Grants in the admin, in the audit log, and in the command that deletes what has expired."""

import secrets

import pytest

from shared_tests.support.admin_pages import act, edit, lines, open_list, sign_up
from shared_tests.support.browser import Browser
from shared_tests.support.factories import new_user
from shared_tests.support.forms_by_label import text
from shared_tests.support.grants_page import PATH, create_grant, create_token, revoke, rows
from shared_tests.support.target import Database

REVOKE = "Revoke selected grants"


def find(browser, search):
    """Return the texts of the cells of each grant that the list finds, without empty ones."""
    page = open_list(browser, "Grants", search)
    found = [[*map(text, row(["td", "th"]))] for row in page.soup.select("tbody tr")]
    return [[cell for cell in row if cell] for row in found]


@pytest.mark.spec("GRANT-7")
def test_the_list_shows_grants_and_finds_them_by_both_users_and_the_search(
    staff, superuser, granter, grantee
):
    word = secrets.token_hex(8)
    staff_name = staff.get("/profile/").select_text("#username")
    create_grant(granter.browser, grantee.name)
    create_grant(staff, grantee.name, search=f"<b>{word}</b>")
    ((first, second, *times),) = find(superuser, granter.name)
    assert (first, second, len(times)) == (granter.name, grantee.name, 2)
    ((*cells, _, _),) = find(superuser, word.upper())
    assert cells == [staff_name, grantee.name, f"<b>{word}</b>"]
    assert len(find(superuser, grantee.name)) == 2
    assert len(find(superuser, f"{grantee.name} {word}")) == 1
    assert find(superuser, f"{granter.name} {word}") == []


@pytest.mark.spec("GRANT-7")
def test_the_list_shows_the_number_of_a_token(superuser, granter, grantee):
    _, number = create_token(grantee.browser)
    create_grant(granter.browser, number)
    assert find(superuser, granter.name)[0][:2] == [granter.name, number]


@pytest.mark.spec("GRANT-5", "GRANT-7")
def test_staff_revoke_the_grants_of_other_users(staff, granter, grantee, member):
    create_grant(granter.browser, grantee.name)
    create_grant(member, grantee.name)
    page = act(staff, REVOKE, granter.name, in_list="Grants")
    assert "Revoked: 1." in page.main
    assert grantee.browser.get(f"/profile/{granter.name}/").status == 404
    assert rows(granter.browser.get(PATH)) == []
    assert len(rows(member.get(PATH))) == 1


@pytest.mark.spec("GRANT-7", "ADMIN-7")
def test_staff_leave_the_grants_of_superusers_alone(staff, superuser, open_browser, grantee):
    browser = open_browser()
    name = sign_up(browser)["username"]
    edit(superuser, name, Staff_status=True, Superuser_status=True)
    create_grant(browser, grantee.name)
    page = act(staff, REVOKE, name, in_list="Grants")
    assert "Superusers were left alone." in page.main
    assert "Revoked: 0." in page.main
    assert len(rows(browser.get(PATH))) == 1
    act(superuser, REVOKE, name, in_list="Grants")
    assert rows(browser.get(PATH)) == []


@pytest.mark.spec("GRANT-6")
def test_each_creation_and_revocation_adds_one_audit_log_entry(staff, granter, grantee):
    _, number = create_token(grantee.browser)
    create_grant(granter.browser, grantee.name)
    revoke(granter.browser)
    create_grant(granter.browser, number)
    act(staff, REVOKE, granter.name, in_list="Grants")
    staff_name = staff.get("/profile/").select_text("#username")
    name = granter.name
    assert [line[1:] for line in reversed(lines(staff, name))] == [
        [name, "grant_created", name, grantee.name],
        [name, "grant_revoked", name, grantee.name],
        [name, "grant_created", name, number],
        [staff_name, "grant_revoked", name, number],
    ]


@pytest.mark.spec("GRANT-6")
def test_a_grant_is_not_created_without_its_audit_log_entry(granter, grantee, fail_on):
    fail_on("INSERT ON audit_log", f"NEW.subject = '{granter.name}'")
    assert create_grant(granter.browser, grantee.name).status == 500
    assert rows(granter.browser.get(PATH)) == []


@pytest.mark.spec("GRANT-5")
def test_clearsessions_deletes_expired_grants_and_no_others(start, target):
    server = start()
    browser = Browser(server.url)
    browser.sign_up(**new_user())
    for _ in range(3):
        create_grant(browser, "ada")
    database = Database(server.environment["DATABASE_URL"])
    past = "UPDATE grants SET expires_at = '2000-01-01 00:00:00' WHERE id IN "
    database.rows(f"{past} (SELECT max(id) FROM grants)")
    result = server.run(*target.implementation["manage"], "clearsessions")
    assert result.returncode == 0
    assert database.rows("SELECT count(*) FROM grants") == [(2,)]
    database.close()
    assert len(rows(browser.get(PATH))) == 2


@pytest.mark.spec("GRANT-8", "COMMAND-1")
def test_the_shell_imports_the_model(process, target):
    result = process().run(*target.implementation["manage"], "shell", stdin="print([Grant])\n")
    assert "Grant" in result.stdout
    assert "Error" not in result.stderr
