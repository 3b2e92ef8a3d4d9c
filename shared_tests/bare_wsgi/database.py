"""The database: tables, users, and the rule of visibility."""

import json
import re
import sqlite3
from datetime import UTC, datetime
from pathlib import Path

from shared_tests.bare_wsgi.passwords import hash_password

DEMO_USERS = Path(__file__).resolve().parents[1] / "demo_users.json"
SCHEMA = """
PRAGMA journal_mode = WAL;
CREATE TABLE IF NOT EXISTS users (
    id INTEGER PRIMARY KEY AUTOINCREMENT, username TEXT UNIQUE, password TEXT, email TEXT,
    first_name TEXT, last_name TEXT, bio TEXT, location TEXT, website TEXT, visibility TEXT,
    is_active INTEGER, is_staff INTEGER, is_superuser INTEGER, date_joined TEXT, last_login TEXT
);
CREATE TABLE IF NOT EXISTS sessions (
    session_key TEXT PRIMARY KEY, user_id INTEGER REFERENCES users, created_at TEXT,
    last_seen_at TEXT, expires_at TEXT, ip_address TEXT, user_agent TEXT
);
"""
NEW_USER = {
    "first_name": "", "last_name": "", "bio": "", "location": "", "website": "",
    "visibility": "public", "is_active": True, "is_staff": False, "is_superuser": False,
    "last_login": None,
}  # fmt: skip
# Unicode's default ignorable code points, and a few more without a visible shape (FORM-3).
INVISIBLE = re.compile(
    "[\\s\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e"
    "\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb\u2800\U0001bca0-\U0001bca3"
    "\U0001d159\U0001d173-\U0001d17a\U00013441\U00013442\U000e0000-\U000e0fff]*"
)


def now():
    """Return the current time in UTC, as stored."""
    return datetime.now(UTC).strftime("%Y-%m-%d %H:%M:%S")


def parse_time(stored):
    """Return a stored time as a datetime in UTC."""
    return datetime.fromisoformat(stored).replace(tzinfo=UTC)


def connect(path):
    """Return a connection that commits each statement, and has the function `fold`."""
    connection = sqlite3.connect(path, timeout=30, isolation_level=None)
    connection.row_factory = sqlite3.Row
    connection.create_function("fold", 1, fold, deterministic=True)
    return connection


def fold(text):
    """Return a text in upper case, letter by letter (DIRECTORY-3)."""
    return "".join(each.upper() if len(each.upper()) == 1 else each for each in text)


def is_visible(text):
    """Return whether a text has a visible character."""
    return INVISIBLE.fullmatch(text) is None


def full_name(user):
    """Return the name of a user, or the username if no name is visible."""
    name = f"{user['first_name']} {user['last_name']}".strip()
    return name if is_visible(name) else user["username"]


def add_user(connection, **fields):
    """Insert a user and return the primary key; raise sqlite3.IntegrityError if it exists."""
    row = {**NEW_USER, "date_joined": now(), **fields}
    row["password"] = hash_password(row["password"])
    places = ", ".join(f":{name}" for name in row)
    statement = f"INSERT INTO users ({', '.join(row)}) VALUES ({places})"
    return connection.execute(statement, row).lastrowid


def find_user(connection, column, value):
    """Return the user with this value in a column, or None."""
    return connection.execute(f"SELECT * FROM users WHERE {column} = ?", [value]).fetchone()


def visible_to(user):
    """Return the condition of SQL, and its parameters, for the users whom `user` may see."""
    if user is None:
        return "is_active AND visibility = 'public'", {}
    condition = "is_active AND (visibility != 'private' OR id = :viewer OR :is_staff)"
    return condition, {"viewer": user["id"], "is_staff": user["is_staff"]}


def prepare(connection, demo_password, admin_password):
    """Create the tables and, if there are no users, the demo users and the superuser."""
    connection.executescript(SCHEMA)
    if connection.execute("SELECT 1 FROM users").fetchone():
        return
    for user in json.loads(DEMO_USERS.read_text(encoding="utf-8")):
        add_user(connection, password=demo_password, **user)
    admin = {"username": "admin", "email": "admin@example.com", "password": admin_password}
    add_user(connection, **admin, is_staff=True, is_superuser=True)
