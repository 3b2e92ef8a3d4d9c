"""The email about a new identity (OIDC-6)."""

from urllib.parse import urlsplit

from django.conf import settings

from core.background import task
from core.mail import send_mail
from sites.cache import get_site


@task
def send_identity_linked(user, base_url):
    """Notify a user that an identity was linked."""
    current_site = get_site(urlsplit(base_url).hostname)
    context = {"person": user, "oidc_name": settings.OIDC_NAME, "current_site": current_site}
    send_mail("A new way to log in", "oidc/linked_mail.txt", user.email, context)
