from django.apps import AppConfig


class TokensConfig(AppConfig):
    """How programs act for a person, for a time and within limits."""

    name = "tokens"
    verbose_name = "Programs"
