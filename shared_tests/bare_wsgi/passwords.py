"""Hashes of passwords, and the rules for new ones (SIGNUP-3).

The standard library has no Argon2, which PASSWORD-1 requires.
"""

import hashlib
import hmac
import re
import secrets
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
COMMON = re.search(
    r"\((\S+/common_passwords\.txt)\)", (ROOT / "SPEC.md").read_text(encoding="utf-8")
)[1]
SCRYPT = {"n": 2**13, "r": 8, "p": 1}
LABELS = {
    "username": "username", "first_name": "first name",
    "last_name": "last name", "email": "email address",
}  # fmt: skip
common_passwords = frozenset((ROOT / COMMON).read_text(encoding="utf-8").split())


def hash_password(password):
    """Return a salted hash of a password."""
    salt = secrets.token_bytes(16)
    return f"{salt.hex()}.{hashlib.scrypt(password.encode(), salt=salt, **SCRYPT).hex()}"


# Checked for unknown usernames, so that a login always takes the same time (LOGIN-4).
UNKNOWN = hash_password(secrets.token_hex())


def verify(password, stored):
    """Return whether a password has this hash."""
    salt, _, digest = stored.partition(".")
    computed = hashlib.scrypt(password.encode(), salt=bytes.fromhex(salt), **SCRYPT)
    return hmac.compare_digest(computed.hex(), digest)


def resembles(password, text):
    """Return whether a password shares 70 % of its characters with a text or a word of it."""
    password = password.lower()
    for part in {text.lower(), *re.split(r"\W+", text.lower())} - {""}:
        shared = (Counter(password) & Counter(part)).total()
        if 2 * shared >= 0.7 * (len(password) + len(part)):
            return True
    return False


def weaknesses(password, user):
    """Return the messages for a new password of a user."""
    messages = []
    if len(password) < 8:
        messages.append("This password is too short. It must contain at least 8 characters.")
    if len(password) > 1024:
        return ["This password is too long. It must contain at most 1024 characters."]
    if password.strip().lower() in common_passwords:
        messages.append("This password is too common.")
    if password.isdigit():
        messages.append("This password is entirely numeric.")
    for field, label in LABELS.items():
        if resembles(password, user[field]):
            messages.append(f"The password is too similar to the {label}.")
    return messages
