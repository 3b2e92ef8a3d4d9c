"""Password hashes are rewritten for the other framework, which then verifies the password."""

import json
import subprocess

import pytest

from comparison.migration.password_hashes import to_django, to_werkzeug
from comparison.model.source_refs import IMPLEMENTATIONS, ROOT

PASSWORD = "Tïmbuktu-42"
WERKZEUG = """
import json, sys
from werkzeug.security import check_password_hash, generate_password_hash
password, methods, hashes = json.load(sys.stdin)
print(json.dumps([
    [generate_password_hash(password, method) for method in methods],
    [[check_password_hash(each, password), check_password_hash(each, "x")] for each in hashes],
]))
"""
DJANGO = """
import json, sys
from django.conf import settings
hashers = "django.contrib.auth.hashers."
settings.configure(PASSWORD_HASHERS=[
    hashers + "PBKDF2PasswordHasher",
    "comparison.migration.scrypt_hasher.WerkzeugScryptPasswordHasher",
])
from django.contrib.auth.hashers import check_password, make_password
password, methods, hashes = json.load(sys.stdin)
print(json.dumps([
    [make_password(password, hasher=method) for method in methods],
    [[check_password(password, each), check_password("x", each)] for each in hashes],
]))
"""


def run(implementation, code, methods=(), hashes=()):
    """Return new hashes by these methods, and whether each hash fits the password and another."""
    python = ROOT / IMPLEMENTATIONS[implementation] / ".venv" / "bin" / "python"
    done = subprocess.run(  # noqa: S603
        [python, "-c", code], cwd=ROOT, input=json.dumps([PASSWORD, methods, hashes]),
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    return json.loads(done.stdout)


def test_django_verifies_the_rewritten_hashes_of_werkzeug():
    found, _ = run("flask", WERKZEUG, ["scrypt", "pbkdf2:sha256:600000"])
    _, verified = run("django", DJANGO, hashes=[to_django(each) for each in found])
    assert verified == [[True, False]] * 2


def test_werkzeug_verifies_the_rewritten_hashes_of_django():
    found, _ = run("django", DJANGO, ["scrypt", "pbkdf2_sha256"])
    _, verified = run("flask", WERKZEUG, hashes=[to_werkzeug(each) for each in found])
    assert verified == [[True, False]] * 2


def test_a_rewritten_hash_is_rewritten_back():
    for stored in ("scrypt:32768:8:1$salt$00ff", "pbkdf2:sha256:1000$salt$00ff"):
        assert to_werkzeug(to_django(stored)) == stored


@pytest.mark.parametrize(
    ("rewrite", "stored"), [(to_django, "md5$salt$00"), (to_werkzeug, "md5$salt$AAAA")]
)
def test_another_format_is_an_error(rewrite, stored):
    with pytest.raises(ValueError, match="md5"):
        rewrite(stored)
