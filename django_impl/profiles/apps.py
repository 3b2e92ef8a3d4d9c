from django.apps import AppConfig


class ProfilesConfig(AppConfig):
    """What you show: a person's page and the directory."""

    name = "profiles"
