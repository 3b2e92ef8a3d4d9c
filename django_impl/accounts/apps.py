from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """Who you are: people, passwords, sessions."""

    name = "accounts"
