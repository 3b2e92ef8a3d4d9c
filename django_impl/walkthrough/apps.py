from django.apps import AppConfig


class WalkthroughConfig(AppConfig):
    """One profile page, built in steps."""

    name = "walkthrough"
