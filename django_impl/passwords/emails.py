"""The email with a link to reset the password (RESET-3)."""

from urllib.parse import urljoin, urlsplit

from django.conf import settings
from django.urls import reverse
from django.utils.http import urlsafe_base64_encode

from core.background import task
from core.mail import send_mail
from passwords.tokens import token_generator


def get_reset_path(user):
    """Return the path of a link with which this user can set a new password."""
    uid = urlsafe_base64_encode(str(user.pk).encode())
    return reverse("passwords:reset_confirm", args=[uid, token_generator.make_token(user)])


@task
def send_reset_link(user, base_url):
    """Send a link, which is made here: it is not stored. Do nothing without an active user."""
    if user is None or not user.is_active:
        return
    context = {
        "person": user,
        "host": urlsplit(base_url).netloc,
        "url": urljoin(base_url, get_reset_path(user)),
        "minutes": settings.PASSWORD_RESET_TIMEOUT // 60,
    }
    send_mail("Reset your password", "passwords/reset_mail.txt", user.email, context)
