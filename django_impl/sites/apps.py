from django.apps import AppConfig


class SitesConfig(AppConfig):
    """A name and a colour for the pages at each host."""

    name = "sites"
