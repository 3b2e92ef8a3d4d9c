"""The email about a new email address (EDIT-8)."""

from urllib.parse import urlsplit

from core.background import task
from core.mail import send_mail
from sites.cache import get_site


@task
def send_email_changed(user, to, base_url):
    """Notify the old email address of a user."""
    context = {"person": user, "current_site": get_site(urlsplit(base_url).hostname)}
    send_mail("Your email address was changed", "profiles/email_changed_mail.txt", to, context)
