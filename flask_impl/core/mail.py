"""Email, sent in the background after the response (MAIL-1)."""

import logging
import smtplib
import ssl
from concurrent.futures import ThreadPoolExecutor

from flask import current_app, render_template
from flask_mailman import EmailMessage
from flask_mailman.backends import smtp

logger = logging.getLogger(__name__)
sender = ThreadPoolExecutor(max_workers=2, thread_name_prefix="mail")


class VerifyingSMTP(smtplib.SMTP):
    """Extends `smtplib.SMTP`: verifies the certificate after STARTTLS (MAIL-3)."""

    def starttls(self, *, context=None):
        return super().starttls(context=context or ssl.create_default_context())


class EmailBackend(smtp.EmailBackend):
    """Extends `flask_mailman.backends.smtp.EmailBackend`: verifies certificates."""

    @property
    def connection_class(self):
        return smtplib.SMTP_SSL if self.use_ssl else VerifyingSMTP


def send_mail(subject, template, to, context):
    """Render an email to one recipient, and send it in the background."""
    message = EmailMessage(subject, render_template(template, **context), to=[to])
    sender.submit(deliver, current_app._get_current_object(), message)


def deliver(app, message):
    """Send an email; log a failure (MAIL-2)."""
    try:
        with app.app_context():
            message.send()
    except Exception:
        logger.exception("Sending an email failed")
