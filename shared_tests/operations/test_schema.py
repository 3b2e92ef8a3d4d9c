"""The rules of the database, and the values that are stored in it."""

import argon2
import pytest

from shared_tests.support.factories import new_user


@pytest.mark.spec("DATABASE-2")
def test_an_id_is_never_reused(database, open_browser):
    ids = []
    for _ in range(2):
        user = new_user()
        open_browser().sign_up(**user)
        where = "WHERE username = :name"
        ((pk,),) = database.rows(f"SELECT id FROM users {where}", name=user["username"])
        database.rows("DELETE FROM sessions WHERE user_id = :pk", pk=pk)
        database.rows("DELETE FROM users WHERE id = :pk", pk=pk)
        ids.append(pk)
    assert ids[0] < ids[1]


@pytest.mark.spec("DATABASE-7", "DELETE-1")
def test_deleting_a_user_deletes_the_sessions(browser, open_browser, account, database):
    browser.sign_up(**account)
    open_browser().log_in(account["username"], account["password1"])
    own = "SELECT session_key FROM sessions JOIN users ON users.id = user_id WHERE username = :name"
    keys = database.rows(own, name=account["username"])
    assert len(keys) == 2
    browser.get("/accounts/delete/")
    browser.submit("delete-form", password=account["password1"])
    for (key,) in keys:
        assert database.rows("SELECT 1 FROM sessions WHERE session_key = :key", key=key) == []


@pytest.mark.spec("FORM-3", "PROFILE-8")
@pytest.mark.parametrize(
    ("first", "last", "shown"),
    [("\u200b", "\ufeff", None), ("", "", None), ("Wanda", "", "Wanda"), ("", "Wolf", "Wolf")],
)
def test_the_username_is_shown_only_if_no_name_has_a_visible_character(
    browser, database, account, first, last, shown
):
    browser.sign_up(**account)
    query = "UPDATE users SET first_name = :first, last_name = :last WHERE username = :name"
    database.rows(query, first=first, last=last, name=account["username"])
    page = browser.get(f"/profile/{account['username']}/")
    assert page.h1 == page.current_user == (shown or account["username"])


@pytest.mark.spec("SIGNUP-5")
def test_the_domain_of_an_email_address_is_stored_in_lower_case(browser, database, account):
    browser.sign_up(**account | {"email": "Ada.Lovelace@Example.COM"})
    query = "SELECT email FROM users WHERE username = :name"
    assert database.rows(query, name=account["username"]) == [("Ada.Lovelace@example.com",)]


@pytest.mark.spec("PASSWORD-1")
def test_a_password_is_stored_as_argon2id_with_the_specified_cost(browser, database, account):
    browser.sign_up(**account)
    ((stored,),) = database.rows(
        "SELECT password FROM users WHERE username = :name", name=account["username"]
    )
    assert stored.startswith("argon2$argon2id$v=19$m=19456,t=2,p=1$")
    assert argon2.PasswordHasher().verify(stored.removeprefix("argon2"), account["password1"])


@pytest.mark.spec("PASSWORD-1")
def test_a_hash_from_another_application_is_accepted_and_preserved(browser, database, open_browser):
    user = new_user()
    browser.sign_up(**user)
    hasher = argon2.PasswordHasher(memory_cost=19456, time_cost=2, parallelism=1, salt_len=22)
    stored = "argon2" + hasher.hash("written-elsewhere")
    query = "UPDATE users SET password = :stored WHERE username = :name"
    database.rows(query, stored=stored, name=user["username"])
    assert open_browser().log_in(user["username"], "written-elsewhere").path == "/profile/"
    assert open_browser().log_in(user["username"], user["password1"]).path != "/profile/"
    query = "SELECT password FROM users WHERE username = :name"
    assert database.rows(query, name=user["username"]) == [(stored,)]


@pytest.mark.spec("PASSWORD-1")
@pytest.mark.parametrize("stored", ["!", "", "plain-text"])
def test_an_invalid_hash_accepts_no_password(browser, database, open_browser, stored):
    user = new_user()
    browser.sign_up(**user)
    query = "UPDATE users SET password = :stored WHERE username = :name"
    database.rows(query, stored=stored, name=user["username"])
    for password in (stored or "x", user["password1"]):
        page = open_browser().log_in(user["username"], password)
        assert page.select_text("#form-error") == "Wrong username or password."


@pytest.mark.spec("USERNAME-2", "DATABASE-1")
def test_the_database_rejects_a_username_with_upper_case(browser, database, account):
    browser.sign_up(**account)
    query = "UPDATE users SET username = upper(username) WHERE username = :name"
    with pytest.raises(Exception, match="users_username_is_lower_case"):
        database.rows(query, name=account["username"])


@pytest.mark.spec("DATABASE-5")
@pytest.mark.parametrize(
    ("column", "value", "constraint"),
    [
        ("host", "ONE.example", "sites_host_is_lower_case"),
        ("colour", "red", "sites_colour_is_known"),
    ],
)
def test_the_database_rejects_an_invalid_site(database, column, value, constraint):
    site = {"host": "one.example", "name": "One", "colour": "blue"} | {column: value}
    with pytest.raises(Exception, match=constraint):
        database.rows(
            "INSERT INTO sites (host, name, colour) VALUES (:host, :name, :colour)", **site
        )
