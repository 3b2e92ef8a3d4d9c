"""The email about a new identity (OIDC-6)."""

from flask import current_app

from core.background import task
from core.mail import send_mail


@task
def send_identity_linked(user, base_url):
    """Notify a user that an identity was linked."""
    with current_app.test_request_context(base_url=base_url):  # the site depends on the host
        context = {"person": user}
        send_mail("A new way to log in", "oidc/linked_mail.txt", user.email, context)
