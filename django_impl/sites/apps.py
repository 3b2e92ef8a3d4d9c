from django.apps import AppConfig


class SitesConfig(AppConfig):
    """What the pages at each host are called, and their colour."""

    name = "sites"
