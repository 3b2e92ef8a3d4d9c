"""Users for tests: random users to sign up, and the demo users of demo_users.json."""

import secrets

from shared_tests.support.target import DEMO_USERS

INVISIBLE = [
    "\ufeff", "\u200b", "\u3164", "\u00ad", "\u2800", "\u115f\u1160", "\uffa0", "\u180e", "\u034f",
    "\ufe0f", "\u200e\u202e\u202c", "\u2060\u2064", "\U000e0041\U000e007f", "\U0001d159", "\ufffb",
    "\U00013441", " \u200b \ufeff\u3000",
    "\u061c\u17b4\u17b5\u180b\u180c\u180d\u180f\ufe00", "\u200c\u200d\u200f\u202a\u202b\u202d\u2061",
    "\u2065\u2066\u2067\u2068\u2069\u206a\u206f", "\ufff0\ufff8\ufff9\ufffa\U00013442",
    "\U0001bca0\U0001bca3\U0001d173\U0001d17a\U000e0000\U000e0001\U000e0100\U000e01ef\U000e0fff",
]  # fmt: skip
PARTLY_VISIBLE = [
    "\ufeffAda", "Ada\u200b", "\u2764\ufe0f", "\u0645\u06cc\u200c\u062e", "\U0001f469\u200d\U0001f4bb",
    "\U0001f3f4\U000e0067\U000e0062\U000e007f", "\u0301", "\ue000", "\U000105c0", "-", "\u0600",
    "\u180a", "\u2010", "\u2030", "\ufffc",
]  # fmt: skip


def random_name(prefix="u"):
    """Return a random, unused username, which no search for the name of a demo user finds."""
    return f"{prefix}_{secrets.randbelow(10**16):016}"


def new_user(**fields):
    """Return the fields of the sign-up form for a new user."""
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


def demo_user(visibility="public", *, active=True):
    """Return the first demo user with this visibility and status."""
    return next(
        account
        for account in DEMO_USERS
        if account["visibility"] == visibility and account["is_active"] is active
    )
