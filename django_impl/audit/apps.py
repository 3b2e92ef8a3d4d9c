from django.apps import AppConfig


class AuditConfig(AppConfig):
    """Who of the staff did what, and to whom."""

    name = "audit"
