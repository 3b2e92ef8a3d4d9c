"""Rewrites password hashes for the other framework, without the passwords."""

from base64 import b64decode, b64encode


def to_django(stored):
    """Return a hash of Werkzeug in Django's format; raise ValueError for another format."""
    method, salt, digest = stored.split("$")
    encoded = b64encode(bytes.fromhex(digest)).decode()
    match method.split(":"):
        case ["pbkdf2", "sha256", iterations]:
            return f"pbkdf2_sha256${iterations}${salt}${encoded}"
        case ["scrypt", n, r, p]:
            return f"scrypt${n}${salt}${r}${p}${encoded}"
    raise ValueError(method)


def to_werkzeug(stored):
    """Return a hash of Django in Werkzeug's format; raise ValueError for another format."""
    *parts, encoded = stored.split("$")
    digest = b64decode(encoded).hex()
    match parts:
        case ["pbkdf2_sha256", iterations, salt]:
            return f"pbkdf2:sha256:{iterations}${salt}${digest}"
        case ["scrypt", n, salt, r, p]:
            return f"scrypt:{n}:{r}:{p}${salt}${digest}"
    raise ValueError(parts[0])
