"""Email."""

import smtplib
import ssl

from flask import render_template
from flask_mailman import EmailMessage
from flask_mailman.backends import smtp


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
    """Render an email to one recipient, and send it (MAIL-3)."""
    EmailMessage(subject, render_template(template, **context), to=[to]).send()
