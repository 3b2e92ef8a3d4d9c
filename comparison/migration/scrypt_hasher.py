"""A hasher for Django that verifies the hashes of Werkzeug's default, scrypt."""

from django.contrib.auth.hashers import ScryptPasswordHasher


class WerkzeugScryptPasswordHasher(ScryptPasswordHasher):
    """Extends `ScryptPasswordHasher`: more memory, which Werkzeug's costs need.

    List it in PASSWORD_HASHERS after the preferred hasher, which replaces the hash at login.
    """

    maxmem = 64 * 1024 * 1024  # bytes
