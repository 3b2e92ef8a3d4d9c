"""The schema of the database, and the values that are stored in it."""

import re

import argon2
import pytest

from shared_tests.support.factories import new_user
from shared_tests.support.target import NOT_OFFERED

COLUMNS = {
    "id": ("bigint", None, "NO"),
    "password": ("character varying", 128, "NO"),
    "last_login": ("timestamp with time zone", None, "YES"),
    "is_superuser": ("boolean", None, "NO"),
    "username": ("character varying", 30, "NO"),
    "first_name": ("character varying", 150, "NO"),
    "last_name": ("character varying", 150, "NO"),
    "email": ("character varying", 254, "NO"),
    "is_staff": ("boolean", None, "NO"),
    "is_active": ("boolean", None, "NO"),
    "date_joined": ("timestamp with time zone", None, "NO"),
    "bio": ("text", None, "NO"),
    "location": ("character varying", 100, "NO"),
    "website": ("character varying", 200, "NO"),
    "visibility": ("character varying", 10, "NO"),
}

SITE_COLUMNS = {
    "id": ("bigint", None, "NO"),
    "host": ("character varying", 253, "NO"),
    "name": ("character varying", 50, "NO"),
    "colour": ("character varying", 10, "NO"),
}

SESSION_COLUMNS = {
    "session_key": ("character varying", 64, "NO"),
    "session_data": ("text", None, "NO"),
    "user_id": ("bigint", None, "YES"),
    "created_at": ("timestamp with time zone", None, "YES"),
    "last_seen_at": ("timestamp with time zone", None, "YES"),
    "expires_at": ("timestamp with time zone", None, "NO"),
    "ip_address": ("character varying", 45, "NO"),
    "user_agent": ("character varying", 200, "NO"),
}


@pytest.fixture
def on_postgresql(database):
    """Return the target's database; skip the test if it is not PostgreSQL."""
    if not database.is_postgresql:
        pytest.skip(NOT_OFFERED)
    return database


def get_constraints(on_postgresql, table):
    """Return the constraints of a table as pairs of type and definition."""
    constraints = on_postgresql.rows(
        "SELECT contype, pg_get_constraintdef(oid) FROM pg_constraint"
        f" WHERE conrelid = '{table}'::regclass AND contype <> 'n'"
    )
    return {
        (kind.decode() if isinstance(kind, bytes) else kind, text) for kind, text in constraints
    }


@pytest.mark.spec("DATABASE-1", "DATABASE-5", "DATABASE-7")
@pytest.mark.parametrize(
    ("table", "contract", "with_id"),
    [
        ("users", COLUMNS, ["id"]),
        ("sites", SITE_COLUMNS, ["id"]),
        ("sessions", SESSION_COLUMNS, []),
    ],
)
def test_the_columns_of_a_table_match_the_specification(on_postgresql, table, contract, with_id):
    columns = on_postgresql.rows(
        "SELECT column_name, data_type, character_maximum_length, is_nullable, column_default,"
        " is_identity, identity_generation FROM information_schema.columns"
        " WHERE table_schema = 'public' AND table_name = :table",
        table=table,
    )
    assert {name: tuple(rest[:3]) for name, *rest in columns} == contract
    assert {name for name, _, _, _, default, *_ in columns if default is not None} == set()
    identities = [(name, how) for name, *_, identity, how in columns if identity == "YES"]
    assert identities == [(name, "BY DEFAULT") for name in with_id]


@pytest.mark.spec("DATABASE-1", "DATABASE-5")
@pytest.mark.parametrize(("table", "unique"), [("users", "username"), ("sites", "host")])
def test_the_keys_of_a_table_match_the_specification(on_postgresql, table, unique):
    keys = {(kind, text) for kind, text in get_constraints(on_postgresql, table) if kind != "c"}
    assert keys == {("p", "PRIMARY KEY (id)"), ("u", f"UNIQUE ({unique})")}


@pytest.mark.spec("DATABASE-7")
def test_the_keys_of_the_sessions_match_the_specification(on_postgresql):
    constraints = dict(get_constraints(on_postgresql, "sessions"))
    assert constraints.keys() == {"p", "f"}
    assert constraints["p"] == "PRIMARY KEY (session_key)"
    assert constraints["f"].startswith("FOREIGN KEY (user_id) REFERENCES users(id)")


@pytest.mark.spec("DATABASE-1", "DATABASE-5")
def test_the_check_constraints_of_a_table_match_the_specification(on_postgresql):
    (check,) = [text for kind, text in get_constraints(on_postgresql, "users") if kind == "c"]
    assert "lower((username)::text)" in check
    case, colours = sorted(
        (text for kind, text in get_constraints(on_postgresql, "sites") if kind == "c"), key=len
    )
    assert "lower((host)::text)" in case
    assert re.findall("'([a-z]+)'", colours) == ["blue", "green", "teal", "violet", "brown"]


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


@pytest.mark.spec("FORM-3", "PROFILE-8")
def test_the_username_is_shown_for_a_stored_name_without_visible_characters(
    browser, database, account
):
    browser.sign_up(**account)
    query = "UPDATE users SET first_name = :first, last_name = :last WHERE username = :name"
    database.rows(query, first="\u200b", last="\ufeff", name=account["username"])
    page = browser.get(f"/profile/{account['username']}/")
    assert page.h1 == page.current_user == account["username"]


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
