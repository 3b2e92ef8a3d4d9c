from django.apps import AppConfig


class StatsConfig(AppConfig):
    """Statistics of the users."""

    name = "stats"
