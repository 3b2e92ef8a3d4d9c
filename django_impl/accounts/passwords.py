"""How a password is stored: as `argon2$argon2id$...` at OWASP's lowest cost (PASSWORD-1)."""

from django.contrib.auth.hashers import Argon2PasswordHasher


class PasswordHasher(Argon2PasswordHasher):
    memory_cost = 19456  # KiB
    time_cost = 2
    parallelism = 1
