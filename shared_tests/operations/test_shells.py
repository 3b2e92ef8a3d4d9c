"""The `shell` and `dbshell` commands, and the help of all commands."""

import re
from urllib.parse import unquote

import pytest


@pytest.fixture
def command(process, target):
    """Return a function that runs a management command on a database without tables."""
    return lambda *arguments, **options: process().run(
        *target.implementation["manage"], *arguments, **options
    )


@pytest.fixture
def client(tmp_path, target):
    """Return a function that adds a fake database client to a folder, to be put on PATH.

    The client prints its name, its arguments and the password of its environment.
    """

    def add(name):
        path = tmp_path / "programs" / name
        path.parent.mkdir(exist_ok=True)
        path.write_text('#!/bin/sh\necho "$(basename "$0") $*, ${PGPASSWORD-}"\nexit 3\n')
        path.chmod(0o755)
        return str(path.parent)

    return add


@pytest.fixture
def path(process):
    """Return the PATH of the implementation's commands."""
    return process().environment["PATH"]


@pytest.mark.spec("COMMAND-1")
def test_shell_imports_all_models(command):
    result = command("shell", stdin="print([User, Session, Token, AuditLogEntry, Site])\n")
    assert result.returncode == 0
    for name in ("User", "Session", "Token", "AuditLogEntry", "Site"):
        assert name in result.stdout
    assert "Error" not in result.stderr


@pytest.mark.spec("COMMAND-2")
def test_dbshell_passes_the_database_file_to_sqlite3(command, client, path, process):
    result = command("dbshell", PATH=f"{client('sqlite3')}:{path}")
    file = unquote(process().environment["DATABASE_URL"].removeprefix("sqlite:///"))
    assert f"sqlite3 {file}," in result.stdout
    assert result.returncode == 3


@pytest.mark.spec("COMMAND-2")
def test_dbshell_passes_the_password_to_psql_in_the_environment_only(command, client, path):
    url = "postgresql://someone:pa%2Fss@db.example:5433/profiles"
    result = command("dbshell", PATH=f"{client('psql')}:{path}", DATABASE_URL=url)
    arguments, _, password = result.stdout.strip().rpartition(", ")
    assert password == "pa/ss"
    assert arguments.startswith("psql ")
    assert all(part in arguments for part in ("someone", "db.example", "5433", "profiles"))
    assert not any(part in arguments for part in ("ss@", "*", "%2F"))


@pytest.mark.spec("COMMAND-2")
def test_dbshell_reports_a_missing_database_client_in_one_line(command, path):
    only_python = path.partition(":")[0]
    result = command("dbshell", PATH=only_python)
    assert result.returncode not in (0, 3)
    assert "sqlite3" in result.stderr
    assert len(result.stderr.strip().splitlines()) == 1


@pytest.mark.spec("COMMAND-3")
@pytest.mark.parametrize(
    ("name", "option"),
    [
        ("seed", "--count"),
        ("createsuperuser", "--noinput"),
        ("grant", "--revoke"),
        ("clearsessions", "--help"),
        ("worker", "--help"),
        ("shell", "--help"),
        ("dbshell", "--help"),
    ],
)
def test_the_help_of_a_command_describes_it_and_its_options(command, name, option):
    result = command(name, "--help")
    assert result.returncode == 0
    usage, _, options = result.stdout.partition("ptions:")
    description = re.sub(r"\[[^]]*\]", "", usage)  # without the list of options
    assert name in description
    assert len(re.findall(r"\b[a-z]{2,}\b", description)) > 4
    (described,) = re.findall(rf"^ .*{option}\b(.*(?:\n {{10}}.*)*)", options, re.MULTILINE)
    assert len(re.findall(r"\b[a-z]{2,}\b", described)) > 2


@pytest.mark.spec("COMMAND-4")
@pytest.mark.parametrize(
    "name",
    [
        "seed",
        "clearsessions",
        "worker",
        "grant ada view_email",
        "setsite localhost --remove",
        "createsuperuser --noinput --username=root --email=root@example.com",
    ],
)
def test_a_command_without_tables_names_the_migrate_command(command, target, name):
    assert_migrate_command_is_named(command(*name.split()), target)


@pytest.mark.spec("COMMAND-4")
@pytest.mark.parametrize("name", ["seed", "grant ada view_email"])
def test_missing_tables_in_postgresql_are_reported(command, target, postgresql, name):
    assert_migrate_command_is_named(command(*name.split(), DATABASE_URL=postgresql), target)


def assert_migrate_command_is_named(result, target):
    (line,) = result.stderr.strip().splitlines()
    assert result.returncode != 0
    assert " ".join(target.implementation["migrate"]) in line


@pytest.mark.spec("COMMAND-4", "SETTINGS-3")
def test_an_unreachable_database_is_reported_in_one_line_without_password(command):
    url = "postgresql://someone:s3cret@127.0.0.1:1/none"
    result = command("clearsessions", DATABASE_URL=url)
    (line,) = result.stderr.strip().splitlines()
    assert result.returncode != 0
    assert "127.0.0.1" in line
    assert "s3cret" not in line


@pytest.mark.spec("COMMAND-4")
def test_the_migrate_command_reports_an_unreachable_database_in_one_line(process, target):
    url = "postgresql://someone:s3cret@127.0.0.1:1/none"
    result = process(DATABASE_URL=url).run(*target.implementation["migrate"])
    (line,) = result.stderr.strip().splitlines()
    assert result.returncode != 0
    assert "127.0.0.1" in line
    assert "s3cret" not in line


@pytest.mark.spec("COMMAND-2", "SETTINGS-7")
def test_dbshell_decodes_the_percent_encoded_parts_of_the_url(command, client, path):
    url = "postgresql://some%40one@%2Frun%2Fa%20b:5433/profiles"
    result = command("dbshell", PATH=f"{client('psql')}:{path}", DATABASE_URL=url)
    assert result.returncode == 3
    assert all(part in result.stdout for part in ("some@one", "/run/a b", "5433", "profiles"))
