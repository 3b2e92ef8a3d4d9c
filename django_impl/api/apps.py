from django.apps import AppConfig


class APIConfig(AppConfig):
    """The JSON API."""

    name = "api"

    def ready(self):
        """Register the OpenAPI extensions."""
        import api.openapi  # noqa: F401
