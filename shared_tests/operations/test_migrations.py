"""Migrations, forward and back, with people in the tables."""

import argon2
import pytest

from runner.process import SERVE
from shared_tests.support.browser import Browser
from shared_tests.support.target import Database

PASSWORD = "a-long-password"
HASHER = argon2.PasswordHasher(memory_cost=19456, time_cost=2, parallelism=1, salt_len=22)
HASH = "argon2" + HASHER.hash(PASSWORD)
PEOPLE = {
    "member": {},
    "clerk": {"is_staff": True},
    "root": {"is_staff": True, "is_superuser": True},
    "gone": {"is_staff": True, "is_active": False},
    "hidden": {"visibility": "private", "last_login": "2024-02-29 23:59:59.999999+00:00"},
    "odd": {"id": 2**40, "first_name": "名前 🙂", "last_name": "O'%s;--\\", "bio": "1\n2\t" * 400,
            "email": "{o'dd}%41@xn--bcher-kva.example", "website": "https://example.com/?a=1&b=%20"},
}  # fmt: skip
COMMON = {
    "password": HASH, "last_login": None, "is_superuser": False, "first_name": "", "last_name": "",
    "is_staff": False, "is_active": True, "date_joined": "2020-02-29 00:00:00+00:00", "bio": "",
    "location": "", "website": "", "visibility": "public",
}  # fmt: skip


class Migrations:
    """Takes a database of its own to and fro."""

    def __init__(self, process, implementation):
        self.process = process
        self.implementation = implementation

    def go(self, state):
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

    def people(self):
        columns = ", ".join(["id", "username", "email", *COMMON])
        return self.rows(f"SELECT {columns} FROM users ORDER BY id")

    def grant(self, *arguments):
        result = self.process.run(*self.implementation["manage"], "grant", *arguments)
        assert result.returncode == 0, result.stderr

    def who_see_addresses(self):
        """Serve the site, and return who of the people is shown the address of a member."""
        self.process.start(*SERVE).wait("/healthz")
        seeing = set()
        for username in PEOPLE:
            visitor = Browser(self.process.url)
            visitor.log_in(username, PASSWORD)
            if visitor.get("/profile/member/").text_of("#email"):
                seeing.add(username)
        self.process.stop()
        return seeing


@pytest.fixture(params=["sqlite", "postgresql"])
def migrations(request, process, target):
    """Migrations, up to date, of a database that holds nobody."""
    variables = {}
    if request.param == "postgresql":
        variables["DATABASE_URL"] = request.getfixturevalue("postgresql")
    made = Migrations(process(**variables), target.implementation)
    made.go("latest")
    return made


@pytest.fixture
def before(migrations):
    """The same before there was a permission, with people."""
    migrations.go("before")
    for username, columns in PEOPLE.items():
        migrations.add(username, **columns)
    return migrations


@pytest.mark.spec("DATABASE-3")
def test_the_migrations_make_what_the_models_say(migrations, target):
    result = migrations.process.run(*target.implementation["check_migrations"])
    assert result.returncode == 0, result.stderr


@pytest.mark.spec("DATABASE-4", "PERMIT-2")
def test_a_migration_lets_the_staff_see_addresses_and_leaves_people_as_they_are(before):
    people = before.people()
    before.go("latest")
    assert before.people() == people
    assert before.who_see_addresses() == {"clerk", "root"}


@pytest.mark.spec("DATABASE-4", "PERMIT-2")
@pytest.mark.parametrize("state", ["before", "between"])
def test_going_back_takes_the_permission_from_all_and_leaves_people_as_they_are(before, state):
    before.go("latest")
    before.grant("member", "view_email")
    before.rows("UPDATE users SET is_staff = false WHERE username = 'clerk'")
    before.rows("UPDATE users SET is_staff = true WHERE username = 'odd'")
    people = before.people()
    for each in (state, "latest"):
        before.go(each)
        assert before.people() == people
    assert before.who_see_addresses() == {"odd", "root"}


@pytest.mark.spec("DATABASE-4")
def test_all_migrations_go_back_to_nothing_and_forward_again(before):
    before.go("latest")
    before.grant("member", "view_email")
    assert before.who_see_addresses() == {"clerk", "member", "root"}
    before.go("nothing")
    with pytest.raises(Exception, match="users"):
        before.people()
    before.go("latest")
    before.add("ada")
    assert len(before.people()) == 1
