from django.apps import AppConfig


class StatsConfig(AppConfig):
    """How many people there are."""

    name = "stats"
