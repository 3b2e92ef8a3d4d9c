from django.apps import AppConfig


class AuditConfig(AppConfig):
    """Audit log of changes in the admin."""

    name = "audit"
