"""The columns, keys and constraints of the tables on PostgreSQL."""

import re

import pytest

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

GRANT_COLUMNS = {
    "id": ("bigint", None, "NO"),
    "granter_id": ("bigint", None, "NO"),
    "user_id": ("bigint", None, "YES"),
    "token_id": ("bigint", None, "YES"),
    "search": ("character varying", 100, "NO"),
    "created_at": ("timestamp with time zone", None, "NO"),
    "expires_at": ("timestamp with time zone", None, "NO"),
}

IDENTITY_COLUMNS = {
    "id": ("bigint", None, "NO"),
    "user_id": ("bigint", None, "NO"),
    "issuer": ("character varying", 200, "NO"),
    "subject": ("character varying", 255, "NO"),
    "created_at": ("timestamp with time zone", None, "NO"),
}

PENDING_LOGIN_COLUMNS = {
    "key": ("character varying", 64, "NO"),
    "data": ("text", None, "NO"),
    "expires_at": ("timestamp with time zone", None, "NO"),
}

TASK_COLUMNS = {
    "id": ("bigint", None, "NO"),
    "name": ("character varying", 100, "NO"),
    "user_id": ("bigint", None, "YES"),
    "arguments": ("text", None, "NO"),
    "created_at": ("timestamp with time zone", None, "NO"),
    "due_at": ("timestamp with time zone", None, "YES"),
    "attempts": ("integer", None, "NO"),
    "error": ("text", None, "NO"),
}

OAUTH_CLIENT_COLUMNS = {
    "client_id": ("character varying", 50, "NO"),
    "name": ("character varying", 100, "NO"),
    "redirect_uris": ("character varying", 2000, "NO"),
    "created_at": ("timestamp with time zone", None, "NO"),
}

OAUTH_CODE_COLUMNS = {
    "digest": ("character varying", 64, "NO"),
    "client_id": ("character varying", 50, "NO"),
    "token_id": ("bigint", None, "NO"),
    "redirect_uri": ("character varying", 2000, "NO"),
    "code_challenge": ("character varying", 128, "NO"),
    "days": ("integer", None, "NO"),
    "is_used": ("boolean", None, "NO"),
}


@pytest.fixture(scope="session")
def target(on_postgresql):
    return on_postgresql


def get_constraints(database, table):
    """Return the constraints of a table as pairs of type and definition."""
    constraints = database.rows(
        "SELECT contype, pg_get_constraintdef(oid) FROM pg_constraint"
        f" WHERE conrelid = '{table}'::regclass AND contype <> 'n'"
    )
    return {
        (kind.decode() if isinstance(kind, bytes) else kind, text) for kind, text in constraints
    }


@pytest.mark.spec(
    "DATABASE-1", "DATABASE-5", "DATABASE-7", "DATABASE-8", "DATABASE-9", "DATABASE-10", "GRANT-9"
)
@pytest.mark.parametrize(
    ("table", "contract", "with_id"),
    [
        ("users", COLUMNS, ["id"]),
        ("sites", SITE_COLUMNS, ["id"]),
        ("sessions", SESSION_COLUMNS, []),
        ("grants", GRANT_COLUMNS, ["id"]),
        ("identities", IDENTITY_COLUMNS, ["id"]),
        ("pending_logins", PENDING_LOGIN_COLUMNS, []),
        ("tasks", TASK_COLUMNS, ["id"]),
        ("oauth_clients", OAUTH_CLIENT_COLUMNS, []),
        ("oauth_codes", OAUTH_CODE_COLUMNS, []),
    ],
)
def test_the_columns_of_a_table_match_the_specification(database, table, contract, with_id):
    columns = database.rows(
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
def test_the_keys_of_a_table_match_the_specification(database, table, unique):
    keys = {(kind, text) for kind, text in get_constraints(database, table) if kind != "c"}
    assert keys == {("p", "PRIMARY KEY (id)"), ("u", f"UNIQUE ({unique})")}


@pytest.mark.spec("DATABASE-7")
def test_the_keys_of_the_sessions_match_the_specification(database):
    constraints = dict(get_constraints(database, "sessions"))
    assert constraints.keys() == {"p", "f"}
    assert constraints["p"] == "PRIMARY KEY (session_key)"
    assert constraints["f"].startswith("FOREIGN KEY (user_id) REFERENCES users(id)")


@pytest.mark.spec("GRANT-9")
def test_each_foreign_key_of_the_grants_has_an_index(database):
    definitions = database.rows("SELECT indexdef FROM pg_indexes WHERE tablename = 'grants'")
    indexed = {text.partition("(")[2].rstrip(")") for (text,) in definitions}
    assert indexed == {"id", "granter_id", "user_id", "token_id"}


@pytest.mark.spec("DATABASE-8")
def test_the_keys_of_the_identities_match_the_specification(database):
    constraints = dict(get_constraints(database, "identities"))
    assert (constraints["p"], constraints["u"]) == ("PRIMARY KEY (id)", "UNIQUE (issuer, subject)")
    assert constraints["f"].startswith("FOREIGN KEY (user_id) REFERENCES users(id)")
    assert dict(get_constraints(database, "pending_logins")) == {"p": "PRIMARY KEY (key)"}


@pytest.mark.spec("DATABASE-9")
def test_the_keys_of_the_tasks_match_the_specification(database):
    constraints = dict(get_constraints(database, "tasks"))
    assert constraints.keys() == {"p", "f"}
    assert constraints["p"] == "PRIMARY KEY (id)"
    assert constraints["f"].startswith("FOREIGN KEY (user_id) REFERENCES users(id)")


@pytest.mark.spec("DATABASE-1", "DATABASE-5")
def test_the_check_constraints_of_a_table_match_the_specification(database):
    (check,) = [text for kind, text in get_constraints(database, "users") if kind == "c"]
    assert "lower((username)::text)" in check
    case, colours = sorted(
        (text for kind, text in get_constraints(database, "sites") if kind == "c"), key=len
    )
    assert "lower((host)::text)" in case
    assert re.findall("'([a-z]+)'", colours) == ["blue", "green", "teal", "violet", "brown"]


@pytest.mark.spec("DATABASE-10")
def test_the_keys_of_the_tables_of_oauth_match_the_specification(database):
    assert get_constraints(database, "oauth_clients") == {("p", "PRIMARY KEY (client_id)")}
    constraints = get_constraints(database, "oauth_codes")
    assert {text for kind, text in constraints if kind != "f"} == {
        "PRIMARY KEY (digest)",
        "UNIQUE (token_id)",
    }
    keys = {text.partition(")")[0] for kind, text in constraints if kind == "f"}
    assert keys == {"FOREIGN KEY (client_id", "FOREIGN KEY (token_id"}
