from django.apps import AppConfig


class GrantsConfig(AppConfig):
    """Grants to see a profile, until they expire."""

    name = "grants"
    verbose_name = "Object permissions"
