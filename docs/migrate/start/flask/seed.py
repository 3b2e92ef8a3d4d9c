"""Fills an empty database with people, as years of use leave them."""

import json
import os
from datetime import datetime
from pathlib import Path

import bcrypt
from werkzeug.security import generate_password_hash

from app import db
from app.models import User
from wsgi import app

DEMO, ADMIN = os.environ["DEMO_PASSWORD"], os.environ["ADMIN_PASSWORD"]
BCRYPT = bcrypt.hashpw(DEMO.encode(), bcrypt.gensalt(4)).decode()
PBKDF2 = generate_password_hash(DEMO, "pbkdf2:sha256:1000")
UNUSUAL = [
    {"username": "Emmy", "email": "emmy.n@example.com"},  # differs from emmy by its case only
    {"username": "ren\u00e9", "email": "rene@example.com"},
    {"username": "rene\u0301", "email": "rene.two@example.com"},  # the other normal form
    {"username": "no_email", "email": None},
    {"username": "neither_email", "email": None},
    {"username": "empty_email", "email": ""},
    {"username": "Mixed.Case", "email": "Mixed.Case@Example.com"},
    {"username": "bcrypt", "email": "bcrypt@example.com", "password_hash": BCRYPT},
    {"username": "pbkdf2", "email": "pbkdf2@example.com", "password_hash": PBKDF2},
    {"username": "former_admin", "is_admin": True, "is_active": False},
    # 02:30 in Berlin, in the hour that the end of daylight saving time repeats
    {"username": "twice", "joined_at": datetime(2025, 10, 26, 1, 30)},
    {"username": "long_ago", "joined_at": datetime(1999, 12, 31, 23, 59, 59, 999999)},
]  # fmt: skip


def demo_users():
    """Return the people of the shared suite, without what this application lacks."""
    text = Path(os.environ["DEMO_USERS"]).read_text(encoding="utf-8")
    for person in json.loads(text):
        del person["visibility"]
        yield person


def add(password=DEMO, **columns):
    user = User(**columns)
    if user.password_hash is None:
        user.set_password(password)
    db.session.add(user)
    db.session.flush()
    return user


with app.app_context():
    for person in demo_users():
        add(**person)
    leaving = [add(username=f"leaving{number}") for number in range(3)]
    for person in UNUSUAL:
        add(**person)
    add(ADMIN, username="admin", is_admin=True)
    leaving += [add(username=f"leaving{number}") for number in (3, 4)]
    db.session.commit()
    for user in leaving:  # gaps between the ids, and after the last one
        db.session.delete(user)
    db.session.commit()
