"""What a write costs: sign-ups, logins and edits, compared with hashing one password."""

import time
from statistics import median

import psycopg
from argon2 import PasswordHasher

from bench.databases import database_url
from bench.http_client import Client
from bench.process_tree import cpu_seconds

REPEATS, ROUNDS = 20, 3
NEW_PASSWORD = "a long new passphrase"  # noqa: S105


def measure(implementations, administrator, postgres, password):
    """Return the CPU time of one hash ÷ that of a sign-up and of a login, and of an edit ÷ a hash.

    The CPU time is that of the server and of PostgreSQL. The forms were requested before. Each
    value is the median of some rounds, in each of which the hash is measured, too.
    """
    found: dict = {"signup": {}, "login": {}, "edit": {}}
    for name, each in implementations.items():
        encoded = read_hash(database_url(administrator, name))
        rounds = [
            measure_round(each.servers["main"], postgres, encoded, password, number)
            for number in range(ROUNDS)
        ]
        for action, values in found.items():
            values[name] = median(each[action] for each in rounds)
    return found


def measure_round(server, postgres, encoded, password, number):
    """Return the values of a round, by action."""

    def posts(path, forms):
        """Return the CPU seconds of a POST request, for forms that are requested before."""
        requested = [(client, client.get_token(path), fields) for client, fields in forms]
        before = cpu_seconds(server.process.pid) + cpu_seconds(postgres)
        for client, token, fields in requested:
            client.post(path, token, **fields)
        return (cpu_seconds(server.process.pid) + cpu_seconds(postgres) - before) / len(forms)

    hashing = hash_seconds(encoded, password)
    login = {"username": "ada", "password": password}
    ada = Client(server.url).log_in(**login)
    users = [f"newcomer{number}x{each}" for each in range(REPEATS)]
    signups = [(Client(server.url), new_user(username)) for username in users]
    logins = [(Client(server.url), login) for _ in users]
    return {
        "signup": hashing / posts("/accounts/signup/", signups),
        "login": hashing / posts("/accounts/login/", logins),
        "edit": posts("/accounts/edit/", [(ada, new_profile(bio)) for bio in users]) / hashing,
    }


def new_user(username):
    """Return the fields of the sign-up form."""
    passwords = {"password1": NEW_PASSWORD, "password2": NEW_PASSWORD}
    return {"username": username, "email": f"{username}@example.com", **passwords}


def new_profile(bio):
    """Return the fields of the form to edit a profile."""
    return {"bio": bio, "email": "ada@example.com", "visibility": "public"}


def read_hash(url):
    """Return the stored hash of a password, as Argon2 encodes it."""
    with psycopg.connect(url) as connection:
        row = connection.execute("SELECT password FROM users WHERE username = 'ada'").fetchone()
    return row[0][row[0].index("$argon2") :]


def hash_seconds(encoded, password):
    """Return the CPU seconds to verify a password with the parameters of its stored hash."""
    hasher = PasswordHasher()
    hasher.verify(encoded, password)
    started = time.process_time()
    for _ in range(REPEATS):
        hasher.verify(encoded, password)
    return (time.process_time() - started) / REPEATS
