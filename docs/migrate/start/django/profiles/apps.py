"""The configuration of the app."""

from django.apps import AppConfig


class ProfilesConfig(AppConfig):
    """People and their profiles."""

    name = "profiles"
