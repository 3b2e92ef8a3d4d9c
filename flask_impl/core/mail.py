"""Mail that is sent while the visitor already has their answer (MAIL-1)."""

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
    """A client that takes no certificate on trust (MAIL-3)."""

    def starttls(self, *, context=None):
        return super().starttls(context=context or ssl.create_default_context())


class EmailBackend(smtp.EmailBackend):
    """Flask-Mailman's own, which verifies nothing after STARTTLS."""

    @property
    def connection_class(self):
        return smtplib.SMTP_SSL if self.use_ssl else VerifyingSMTP


def send_mail(subject, template, to, context):
    """Write a mail to one address from a template, and hand it over to be sent."""
    message = EmailMessage(subject, render_template(template, **context), to=[to])
    sender.submit(deliver, current_app._get_current_object(), message)


def deliver(app, message):
    """Send a mail; leave a line in the log where that fails (MAIL-2)."""
    try:
        with app.app_context():
            message.send()
    except Exception:
        logger.exception("A mail could not be sent")
