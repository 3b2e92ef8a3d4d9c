"""The email with a link to reset the password (RESET-3)."""

from urllib.parse import urljoin, urlsplit

from flask import current_app, url_for

from core.background import task
from core.mail import send_mail
from passwords.tokens import make_token


def get_reset_path(user):
    """Return the path of a link with which this user can set a new password."""
    return url_for("passwords.reset_confirm", uid=user.id, token=make_token(user))


@task
def send_reset_link(user, base_url):
    """Send a link, which is made here: it is not stored. Do nothing without an active user."""
    if user is None or not user.is_active:
        return
    with current_app.test_request_context(base_url=base_url):
        context = {
            "person": user,
            "host": urlsplit(base_url).netloc,
            "url": urljoin(base_url, get_reset_path(user)),
            "minutes": current_app.config["PASSWORD_RESET_TIMEOUT"] // 60,
        }
        send_mail("Reset your password", "passwords/reset_mail.txt", user.email, context)
