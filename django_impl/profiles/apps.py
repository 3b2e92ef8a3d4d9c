from django.apps import AppConfig


class ProfilesConfig(AppConfig):
    """Profile pages and the directory."""

    name = "profiles"
