from django.apps import AppConfig


class PasswordsConfig(AppConfig):
    """How people change a password, or get a new one."""

    name = "passwords"
