"""The email about a new email address (EDIT-8)."""

from flask import current_app

from core.background import task
from core.mail import send_mail


@task
def send_email_changed(user, to, base_url):
    """Notify the old email address of a user."""
    with current_app.test_request_context(base_url=base_url):  # the site depends on the host
        context = {"person": user}
        send_mail("Your email address was changed", "profiles/email_changed_mail.txt", to, context)
