"""What the suite knows of the implementation under test."""

import json
import os
import re
import sqlite3
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import unquote

import psycopg

NOT_OFFERED = "not offered by this launcher"  # the reason of every skipped test
DEMO_USERS = json.loads(
    Path(__file__).resolve().parents[1].joinpath("demo_users.json").read_text(encoding="utf-8")
)


@dataclass(frozen=True)
class Target:
    """An address, the passwords of the people there, and what its launcher offers besides.

    `implementation` is how to run a server or a command of it on this machine, `database` the URL
    of its database, with the rights of an administrator, `postgresql` that of a PostgreSQL for
    databases of the tests' own, `mailbox` the Maildir of the server that it sends to, `scaled` the
    services of docker-compose.scale.yml that it is; each is empty where it is not offered.
    """

    url: str
    demo_password: str = field(repr=False)
    admin_password: str = field(repr=False)
    name: str = "target"
    implementation: dict = field(default_factory=dict)
    database: str = ""
    postgresql: str = ""
    log: str = ""
    mailbox: str = ""
    scaled: dict = field(default_factory=dict)

    @property
    def passwords(self):
        return self.demo_password, self.admin_password

    @classmethod
    def read(cls, where):
        """Return the target at a URL, or as a launcher wrote it into a file."""
        if where.startswith(("http://", "https://")):
            passwords = {
                "demo_password": os.environ.get("DEMO_PASSWORD", ""),
                "admin_password": os.environ.get("ADMIN_PASSWORD", ""),
            }
            return cls(url=where.rstrip("/"), **passwords)
        return cls(**json.loads(Path(where).read_text(encoding="utf-8")))


class Database:
    """The database of a target, SQLite or PostgreSQL, asked with `:name` parameters."""

    def __init__(self, url):
        self.is_postgresql = url.startswith("postgres")
        if self.is_postgresql:
            self.connection = psycopg.connect(url, autocommit=True)
        else:
            path = unquote(url.removeprefix("sqlite:///"))
            self.connection = sqlite3.connect(path, timeout=10, isolation_level=None)

    def rows(self, sql, **parameters):
        """Run one statement and return its rows as tuples."""
        if self.is_postgresql:
            sql = re.sub(r"(?<!:):([a-z]\w*)", r"%(\1)s", sql)
        cursor = self.connection.execute(sql, parameters)
        return cursor.fetchall() if cursor.description else []

    def close(self):
        self.connection.close()
