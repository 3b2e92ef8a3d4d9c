from django.apps import AppConfig


class APIConfig(AppConfig):
    """The same for programs."""

    name = "api"

    def ready(self):
        """Let the OpenAPI document know our own authentication."""
        import api.openapi  # noqa: F401
