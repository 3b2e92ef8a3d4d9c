from django.apps import AppConfig


class OIDCConfig(AppConfig):
    """Login with an OpenID Connect provider."""

    name = "oidc"
    verbose_name = "Identities"
