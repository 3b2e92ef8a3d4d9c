"""A system check of settings that are valid, but wrong together. `check --deploy` runs it."""

from django.conf import settings
from django.core.checks import Tags, Warning, register


@register(Tags.security, deploy=True)
def check_trusted_proxies(app_configs, **kwargs):
    """Return a warning if all clients would share the limit of failed logins (GUESS-2, HOST-2)."""
    if settings.HTTPS and not settings.TRUSTED_PROXIES:
        message = "HTTPS is on, but TRUSTED_PROXIES is 0: all clients have the proxy's IP address."
        hint = "Set TRUSTED_PROXIES to the number of proxies in front of the application."
        return [Warning(message, hint=hint, id="accounts.W001")]
    return []
