"""Management commands, each on an empty database of its own."""

import pytest

from shared_tests.support.commands import Commands, assert_error, assert_line
from shared_tests.support.target import DEMO_USERS


@pytest.fixture
def commands(process, target, migrated):
    return Commands(process(), target.implementation, migrated)


def all_users(commands):
    return commands.rows("SELECT * FROM users ORDER BY id")


@pytest.mark.spec("SEED-1")
def test_seed_adds_the_demo_users_in_order_and_only_once(commands):
    assert commands.run("seed").returncode == 0
    columns = list(DEMO_USERS[0])
    rows = commands.rows(f"SELECT id, {', '.join(columns)} FROM users ORDER BY id")
    assert rows == [
        (number, *(user[column] for column in columns)) for number, user in enumerate(DEMO_USERS, 1)
    ]
    before = all_users(commands)
    assert commands.run("seed", DEMO_PASSWORD="another").returncode == 0
    assert all_users(commands) == before


@pytest.mark.spec("SEED-2")
def test_seed_adds_the_requested_number_of_generated_users_only_once(commands):
    assert commands.run("seed", "--count", "2500").returncode == 0
    before = all_users(commands)
    assert len(before) == len(DEMO_USERS) + 2500
    assert commands.run("seed", "--count=2500").returncode == 0
    assert all_users(commands) == before
    assert commands.run("seed", "--count", "2501").returncode == 0
    assert len(all_users(commands)) == len(before) + 1


@pytest.mark.spec("SEED-2")
def test_generated_users_differ_in_name_date_and_visibility(commands):
    commands.run("seed", "--count", "300")
    generated = "FROM users WHERE username LIKE 'person%'"
    assert commands.rows(f"SELECT count(DISTINCT visibility) {generated}") == [(3,)]
    assert commands.rows(f"SELECT count(DISTINCT last_name) {generated}")[0][0] > 10
    assert commands.rows(f"SELECT count(DISTINCT date_joined) {generated}")[0][0] > 250


@pytest.mark.spec("SEED-3")
@pytest.mark.parametrize("password", [None, ""])
def test_seed_requires_the_demo_password(commands, password):
    assert_error(commands.run("seed", DEMO_PASSWORD=password), "DEMO_PASSWORD")
    assert all_users(commands) == []


@pytest.mark.spec("SEED-3")
@pytest.mark.parametrize(
    "count", ["-1", "x", "1.5", "10000000", "", "9" * 40, "1_0", " 5", "+4", "٣"]
)
def test_seed_rejects_an_invalid_count(commands, count):
    result = commands.run("seed", f"--count={count}")
    assert_error(result, "--count")
    assert len(result.stderr.strip().splitlines()) == 1
    assert all_users(commands) == []


@pytest.mark.spec("SEED-3", "SUPERUSER-1", "PERMIT-3")
@pytest.mark.parametrize(
    ("command", "option"),
    [("seed", "--count"), ("createsuperuser", "--username"), ("grant ada fly", "--revoke")],
)
def test_a_command_has_help_and_rejects_unknown_options(commands, command, option):
    help_text = commands.run(*command.split(), "--help")
    assert help_text.returncode == 0
    assert option in help_text.stdout
    assert_error(commands.run(*command.split(), "--nothing"), "--nothing")


@pytest.fixture
def create(commands, target):
    """Return a function that runs createsuperuser with --noinput."""
    variable = target.implementation["superuser_password_variable"]

    def run(*options, password="a-long-password"):
        return commands.run("createsuperuser", "--noinput", *options, **{variable: password})

    return run


@pytest.mark.spec("SUPERUSER-1", "USERNAME-2")
def test_createsuperuser_creates_a_superuser(commands, create):
    assert create("--username", "Root_1", "--email", "Root@EXAMPLE.com").returncode == 0
    columns = "username, email, is_staff, is_superuser, is_active, first_name"
    assert commands.rows(f"SELECT {columns} FROM users") == [
        ("root_1", "Root@example.com", 1, 1, 1, "")
    ]


@pytest.mark.spec("SUPERUSER-1", "PASSWORD-1")
def test_createsuperuser_without_a_password_sets_an_unusable_password(commands, create):
    assert create("--username=root", "--email=root@example.com", password=None).returncode == 0
    assert commands.rows("SELECT substr(password, 1, 1) FROM users") == [("!",)]


@pytest.mark.spec("SUPERUSER-1")
@pytest.mark.parametrize(
    ("options", "name"),
    [
        (["--email=root@example.com"], "--username"),
        (["--username=root"], "--email"),
        (["--username=no!", "--email=root@example.com"], ""),
        (["--username=12345", "--email=root@example.com"], ""),
        (["--username=" + "a" * 31, "--email=root@example.com"], ""),
        (["--username=root", "--email=root"], ""),
    ],
)
def test_createsuperuser_rejects_invalid_options_in_one_line(commands, create, options, name):
    result = create(*options)
    assert_error(result, name)
    assert len(result.stderr.strip().splitlines()) == 1
    assert all_users(commands) == []


@pytest.mark.spec("SUPERUSER-1")
@pytest.mark.parametrize("username", ["root", "ROOT"])
def test_createsuperuser_rejects_a_taken_username(commands, create, username):
    create("--username=root", "--email=root@example.com")
    result = create(f"--username={username}", "--email=root@example.com")
    assert_error(result)
    assert len(result.stderr.strip().splitlines()) == 1
    assert len(all_users(commands)) == 1


@pytest.mark.spec("PERMIT-3")
def test_grant_reports_its_result_in_one_line_and_is_idempotent(commands):
    commands.run("seed")
    for _ in range(2):
        result = commands.run("grant", "Ada", "view_email")
        assert_line(result, "ada", "view_email")
    for _ in range(2):
        result = commands.run("grant", "ada", "view_email", "--revoke")
        assert_line(result, "ada", "view_email")


@pytest.mark.spec("PERMIT-3")
@pytest.mark.parametrize(
    "arguments",
    [
        ["nobody_has_this", "view_email"],
        ["Ädä'", "view_email", "--revoke"],
        ["ada", "view_user"],
        ["ada", "", "--revoke"],
    ],
)
def test_grant_rejects_unknown_users_and_permissions(commands, arguments):
    commands.run("seed")
    result = commands.run("grant", *arguments)
    assert_error(result)
    assert len(result.stderr.strip().splitlines()) == 1
