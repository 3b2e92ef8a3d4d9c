from django.apps import AppConfig


class PasswordsConfig(AppConfig):
    """Change and reset of passwords."""

    name = "passwords"
