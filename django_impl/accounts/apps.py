from django.apps import AppConfig
from django.db.backends.signals import connection_created
from django.dispatch import receiver

from core.sqlite import add_functions


class AccountsConfig(AppConfig):
    """Users, authentication, sessions."""

    name = "accounts"

    def ready(self):
        """Register the system check."""
        from accounts import checks  # noqa: F401


@receiver(connection_created)
def add_search_functions(connection, **kwargs):
    """Add the functions of a search to a connection to SQLite (DIRECTORY-3)."""
    if connection.vendor == "sqlite":
        add_functions(connection.connection)
