from django.apps import AppConfig


class GrantsConfig(AppConfig):
    """Grants to see a profile, until a time."""

    name = "grants"
    verbose_name = "Object permissions"
