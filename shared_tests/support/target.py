"""The target of the suite: the implementation under test, and its database."""

import json
import os
import re
import secrets
import sqlite3
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import unquote

import psycopg
import pytest

NOT_OFFERED = "not offered by this launcher"  # the reason of every skipped test
DEMO_USERS = json.loads(
    Path(__file__).resolve().parents[1].joinpath("demo_users.json").read_text(encoding="utf-8")
)


class Commands(dict):
    """The table of an implementation; skips a test that needs a command that it lacks."""

    def __missing__(self, name):
        pytest.skip(f"{NOT_OFFERED}: runner/implementations.toml has no {name}")


@dataclass(frozen=True)
class Target:
    """A URL, the passwords of its demo users and superuser, and the options of its launcher.

    `implementation` has the commands to run it on this machine, `database` is the URL of its
    database, with the privileges of an administrator, `postgresql` the URL of a PostgreSQL server
    for databases that tests create, `prepared` the path of a SQLite database with these passwords,
    as it was before the tests, `mailbox` the Maildir of its mail server, `provider` the URL at which
    a browser reaches the provider of `OIDC_ISSUER`, and `scaled` its services in
    docker-compose.scale.yml; each is empty if the launcher does not offer it. `proxied` is true
    behind a reverse proxy that rejects malformed requests itself. `changes` is a seed: servers that
    tests start are then reached through the proxy of runner/latitude.py. If the target
    `may_be_incomplete`, a test that fails after a response 501 is not offered.
    """

    url: str
    demo_password: str = field(repr=False)
    admin_password: str = field(repr=False)
    name: str = "target"
    may_be_incomplete: bool = False
    implementation: dict = field(default_factory=dict)
    database: str = ""
    postgresql: str = ""
    prepared: str = ""
    log: str = ""
    mailbox: str = ""
    provider: str = ""
    scaled: dict = field(default_factory=dict)
    proxied: bool = False
    changes: str = ""

    @property
    def passwords(self):
        return self.demo_password, self.admin_password

    @classmethod
    def read(cls, where):
        """Return the target at a URL, or from the file that a launcher wrote."""
        if where.startswith(("http://", "https://")):
            return cls(
                where.rstrip("/"),
                demo_password=os.environ.get("DEMO_PASSWORD", ""),
                admin_password=os.environ.get("ADMIN_PASSWORD", ""),
                may_be_incomplete=True,
            )
        described = json.loads(Path(where).read_text(encoding="utf-8"))
        described["implementation"] = Commands(described.get("implementation", {}))
        return cls(**described)


class Database:
    """The database of a target, SQLite or PostgreSQL, queried with `:name` parameters."""

    def __init__(self, url):
        self.is_postgresql = url.startswith("postgres")
        self.connection: psycopg.Connection | sqlite3.Connection
        if self.is_postgresql:
            self.connection = psycopg.connect(url, autocommit=True)
        else:
            path = unquote(url.removeprefix("sqlite:///"))
            self.connection = sqlite3.connect(path, timeout=10, isolation_level=None)

    def rows(self, sql, **parameters):
        """Run one query and return its rows as tuples."""
        if self.is_postgresql:
            sql = re.sub(r"(?<!:):([a-z]\w*)", r"%(\1)s", sql)
        cursor = self.connection.execute(sql, parameters)
        return cursor.fetchall() if cursor.description else []

    def close(self):
        self.connection.close()


def own_passwords(target):
    """Return the passwords of processes that a test starts."""
    return {"DEMO_PASSWORD": target.demo_password, "ADMIN_PASSWORD": target.admin_password}


@contextmanager
def new_database(administrator, template="template1"):
    """Create a database on a PostgreSQL server, given its URL; yield that of the database.

    It is a copy of a template, which is empty unless the name of another database is given.
    """
    name = f"test_{secrets.token_hex(8)}"
    with closing(Database(administrator)) as connection:
        connection.rows(f"CREATE DATABASE {name} TEMPLATE {template}")
        try:
            yield administrator.replace("/postgres?", f"/{name}?")
        finally:
            connection.rows(f"DROP DATABASE {name} WITH (FORCE)")


@contextmanager
def trigger(database, event, condition, statement):
    """Run a statement before an event, such as `INSERT ON users`, if a condition on NEW is true."""
    name = f"test_{secrets.token_hex(4)}"
    when = f"CREATE TRIGGER {name} BEFORE {event} FOR EACH ROW WHEN ({condition})"
    table = event.rpartition(" ")[2]
    if database.is_postgresql:
        database.rows(
            f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS "
            f"$$ BEGIN {statement}; RETURN NEW; END $$"
        )
        database.rows(f"{when} EXECUTE FUNCTION {name}()")
    else:
        database.rows(f"{when} BEGIN {statement}; END")
    yield
    if database.is_postgresql:
        database.rows(f"DROP TRIGGER {name} ON {table}")
        database.rows(f"DROP FUNCTION {name}()")
    else:
        database.rows(f"DROP TRIGGER {name}")
