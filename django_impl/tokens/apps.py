from django.apps import AppConfig


class TokensConfig(AppConfig):
    """API tokens of a user."""

    name = "tokens"
    verbose_name = "Programs"
