"""Migrations, forwards and backwards, with users in the tables."""

import argon2
import pytest

from shared_tests.support.browser import Browser
from shared_tests.support.target import Database

PASSWORD = "a-long-password"
HASHER = argon2.PasswordHasher(memory_cost=19456, time_cost=2, parallelism=1, salt_len=22)
HASH = "argon2" + HASHER.hash(PASSWORD)
USERS: dict[str, dict] = {
    "member": {},
    "clerk": {"is_staff": True},
    "root": {"is_staff": True, "is_superuser": True},
    "gone": {"is_staff": True, "is_active": False},
    "hidden": {"visibility": "private", "last_login": "2024-02-29 23:59:59.999999+00:00"},
    "odd": {"id": 2**40, "first_name": "名前 🙂", "last_name": "O'%s;--\\", "bio": "1\n2\t" * 400,
            "email": "{O'dd}%41@xn--bcher-kva.example", "website": "https://example.com/?a=1&b=%20"},
}  # fmt: skip
COMMON = {
    "password": HASH, "last_login": None, "is_superuser": False, "first_name": "", "last_name": "",
    "is_staff": False, "is_active": True, "date_joined": "2020-02-29 00:00:00+00:00", "bio": "",
    "location": "", "website": "", "visibility": "public",
}  # fmt: skip


class Migrations:
    """Migrates a database of its own forwards and backwards."""

    def __init__(self, process, implementation):
        self.process = process
        self.implementation = implementation

    def migrate(self, state):
        result = self.process.run(*self.implementation["migrate_to"][state])
        assert result.returncode == 0, result.stderr

    def rows(self, sql, **parameters):
        database = Database(self.process.environment["DATABASE_URL"])
        try:
            return database.rows(sql, **parameters)
        finally:
            database.close()

    def add(self, username, **columns):
        row = COMMON | {"username": username, "email": f"{username}@example.com"} | columns
        names = ", ".join(row)
        values = ", ".join(f":{name}" for name in row)
        self.rows(f"INSERT INTO users ({names}) VALUES ({values})", **row)

    def users(self):
        columns = ", ".join(["id", "username", "email", *COMMON])
        return self.rows(f"SELECT {columns} FROM users ORDER BY id")

    def grant(self, *arguments):
        result = self.process.run(*self.implementation["manage"], "grant", *arguments)
        assert result.returncode == 0, result.stderr

    def usernames_shown_an_email(self):
        """Serve the application; return the usernames that are shown a member's email address."""
        self.process.serve().wait("/healthz")
        usernames = set()
        for username in USERS:
            browser = Browser(self.process.url)
            browser.log_in(username, PASSWORD)
            if browser.get("/profile/member/").select_text("#email"):
                usernames.add(username)
        self.process.stop()
        return usernames


@pytest.fixture(params=["sqlite", "postgresql"])
def migrations(request, process, target):
    """Return the migrations of a database with the latest schema and no users."""
    variables = {}
    if request.param == "postgresql":
        variables["DATABASE_URL"] = request.getfixturevalue("postgresql")
    empty = Migrations(process(**variables), target.implementation)
    empty.migrate("latest")
    return empty


@pytest.fixture
def before(migrations):
    """Return the same in the state before the permission existed, with users."""
    migrations.migrate("before")
    for username, columns in USERS.items():
        migrations.add(username, **columns)
    return migrations


@pytest.mark.spec("DATABASE-3")
def test_migrations_match_the_models(migrations, target):
    result = migrations.process.run(*target.implementation["check_migrations"])
    assert result.returncode == 0, result.stderr


@pytest.mark.spec("DATABASE-4", "PERMIT-2")
def test_a_migration_grants_view_email_to_staff_and_leaves_users_unchanged(before):
    users = before.users()
    before.migrate("latest")
    assert before.users() == users
    assert before.usernames_shown_an_email() == {"clerk", "root"}


@pytest.mark.spec("DATABASE-4", "PERMIT-2")
@pytest.mark.parametrize("state", ["before", "between"])
def test_migrating_back_revokes_the_permission_and_leaves_users_unchanged(before, state):
    before.migrate("latest")
    before.grant("member", "view_email")
    before.rows("UPDATE users SET is_staff = false WHERE username = 'clerk'")
    before.rows("UPDATE users SET is_staff = true WHERE username = 'odd'")
    users = before.users()
    for each in (state, "latest"):
        before.migrate(each)
        assert before.users() == users
    assert before.usernames_shown_an_email() == {"odd", "root"}


@pytest.mark.spec("DATABASE-4")
def test_all_migrations_can_be_reversed_and_applied_again(before):
    before.migrate("latest")
    before.grant("member", "view_email")
    assert before.usernames_shown_an_email() == {"clerk", "member", "root"}
    before.migrate("nothing")
    with pytest.raises(Exception, match="users"):
        before.users()
    before.migrate("latest")
    before.add("ada")
    assert len(before.users()) == 1
