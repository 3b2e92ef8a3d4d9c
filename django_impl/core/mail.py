"""Email, sent in the background after the response (MAIL-1)."""

import logging
from concurrent.futures import ThreadPoolExecutor
from functools import partial

from django.core.mail import EmailMessage
from django.db import transaction
from django.template.loader import render_to_string

logger = logging.getLogger(__name__)
sender = ThreadPoolExecutor(max_workers=2, thread_name_prefix="mail")


def send_mail(subject, template, to, context):
    """Render an email to one recipient, and send it in the background after the commit."""
    message = EmailMessage(subject, render_to_string(template, context), to=[to])
    transaction.on_commit(partial(sender.submit, deliver, message))


def deliver(message):
    """Send an email; log a failure (MAIL-2)."""
    try:
        message.send()
    except Exception:
        logger.exception("Sending an email failed")
