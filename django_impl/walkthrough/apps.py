from django.apps import AppConfig


class WalkthroughConfig(AppConfig):
    """One profile page, in steps."""

    name = "walkthrough"
