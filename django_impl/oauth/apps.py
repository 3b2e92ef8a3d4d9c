from django.apps import AppConfig


class OAuthConfig(AppConfig):
    """Tokens for registered programs, with the consent of a user."""

    name = "oauth"
    verbose_name = "OAuth 2.0"
