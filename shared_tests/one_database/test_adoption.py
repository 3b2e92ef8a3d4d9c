"""The command `adopt`: a database whose tables the other implementation has made."""

import pytest

from runner.shared_database import BOTH

TABLES = (
    "users",
    "sessions",
    "tokens",
    "audit_log",
    "sites",
    "grants",
    "identities",
    "tasks",
    "oauth_clients",
    "oauth_codes",
)
CHECKS = ("check_migrations", "check_applied")


@pytest.fixture
def other(owner):
    """The implementation that adopts the tables."""
    (name,) = set(BOTH) - {owner}
    return name


def run(process, *command):
    """Run a command that succeeds."""
    result = process.run(*command, seconds=300)
    assert result.returncode == 0, result.stdout + result.stderr


def adopt(process):
    """Run `adopt`; return its exit status, and its output."""
    result = process.run(*process.implementation["adopt"], seconds=300)
    return result.returncode, result.stdout + result.stderr


def rows(database):
    """Return all rows, by table."""
    return {name: sorted(map(repr, database.rows(f"SELECT * FROM {name}"))) for name in TABLES}


def columns(database):
    """Return the names of the columns of the users, in their order."""
    cursor = database.connection.execute("SELECT * FROM users LIMIT 0")
    return [column[0] for column in cursor.description]


@pytest.mark.spec("SHARE-1")
def test_adoption_preserves_all_rows_and_leaves_nothing_to_migrate(
    empty_pair, owner, other, database
):
    run(empty_pair[owner], "./prepare.sh")
    names = columns(database)
    before = database.rows(f"SELECT {', '.join(sorted(names))} FROM users ORDER BY id")
    for _ in range(2):
        assert adopt(empty_pair[other])[0] == 0
        for process in empty_pair.values():
            for check in CHECKS:
                run(process, *process.implementation[check])
    assert sorted(columns(database)) == sorted(names)
    assert database.rows(f"SELECT {', '.join(sorted(names))} FROM users ORDER BY id") == before


@pytest.mark.spec("SHARE-1", "DATABASE-2")
def test_adoption_does_not_make_an_id_available_again(empty_pair, owner, other, database):
    run(empty_pair[owner], "./prepare.sh")
    ((last,),) = database.rows("SELECT max(id) FROM users")
    database.rows("DELETE FROM users WHERE id = :pk", pk=last)
    assert adopt(empty_pair[other])[0] == 0
    manage = empty_pair[other].implementation["manage"]
    variable = empty_pair[other].implementation["superuser_password_variable"]
    empty_pair[other].environment[variable] = "one-more-in-a-test"
    run(
        empty_pair[other],
        *manage,
        "createsuperuser",
        "--noinput",
        "--username=newest",
        "--email=n@example.com",
    )
    ((pk,),) = database.rows("SELECT id FROM users WHERE username = 'newest'")
    assert pk == last + 1


@pytest.mark.spec("SHARE-2")
@pytest.mark.parametrize(
    ("change", "message"),
    [
        ("ALTER TABLE users RENAME COLUMN bio TO life", "users.bio: the column is missing"),
        ("ALTER TABLE users ADD COLUMN phone varchar(20)", "users.phone: no model has this column"),
        ("DROP TABLE audit_log", "audit_log: the table is missing"),
    ],
)
def test_adoption_names_what_does_not_fit_and_changes_nothing(
    empty_pair, owner, other, database, change, message
):
    run(empty_pair[owner], *empty_pair[owner].implementation["migrate"])
    database.rows(change)
    before = database.rows("SELECT 1"), columns(database)
    status, output = adopt(empty_pair[other])
    assert status == 1
    assert message in output.splitlines()
    assert (database.rows("SELECT 1"), columns(database)) == before


@pytest.mark.spec("SHARE-2")
@pytest.mark.parametrize(
    ("change", "message"),
    [
        ("TYPE varchar(40)", "users.location: the type is not varchar(100)"),
        ("DROP NOT NULL", "users.location: the column is not NOT NULL"),
    ],
)
def test_adoption_names_a_column_of_another_type(
    empty_pair, owner, other, database, change, message
):
    if not database.is_postgresql:
        pytest.skip("SQLite does not enforce types")
    run(empty_pair[owner], *empty_pair[owner].implementation["migrate"])
    database.rows(f"ALTER TABLE users ALTER COLUMN location {change}")
    status, output = adopt(empty_pair[other])
    assert (status, message in output.splitlines()) == (1, True)


@pytest.mark.spec("SHARE-2")
def test_adoption_of_an_empty_database_fails(empty_pair, other):
    status, output = adopt(empty_pair[other])
    assert status == 1
    assert "the table is missing" in output
