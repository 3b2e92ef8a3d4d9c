"""People for tests: random ones to sign up, and those of demo_users.json."""

import secrets

from shared_tests.target import DEMO_USERS


def random_name(prefix="u"):
    """Return a username that nobody has."""
    return f"{prefix}_{secrets.token_hex(8)}"


def new_person(**fields):
    """Return what a new person types into the sign-up form."""
    username = random_name()
    password = secrets.token_urlsafe(16)
    return {
        "username": username,
        "email": f"{username}@example.com",
        "first_name": "",
        "last_name": "",
        "password1": password,
        "password2": password,
    } | fields


def demo_person(visibility="public", *, active=True):
    """Return the first of the demo people who is like that."""
    return next(
        person
        for person in DEMO_USERS
        if person["visibility"] == visibility and person["is_active"] is active
    )
