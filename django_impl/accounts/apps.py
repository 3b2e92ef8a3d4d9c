from django.apps import AppConfig
from django.db.backends.signals import connection_created
from django.dispatch import receiver

from core.sqlite import add_functions


class AccountsConfig(AppConfig):
    """Who you are: people, passwords, sessions."""

    name = "accounts"


@receiver(connection_created)
def search_in_any_case(connection, **kwargs):
    """Give a connection to SQLite the functions that a search needs (DIRECTORY-3)."""
    if connection.vendor == "sqlite":
        add_functions(connection.connection)
