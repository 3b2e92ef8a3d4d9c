"""Mail that is sent while the visitor already has their answer (MAIL-1)."""

import logging
from concurrent.futures import ThreadPoolExecutor
from functools import partial

from django.core.mail import EmailMessage
from django.db import transaction
from django.template.loader import render_to_string

logger = logging.getLogger(__name__)
sender = ThreadPoolExecutor(max_workers=2, thread_name_prefix="mail")


def send_mail(subject, template, to, context):
    """Write a mail to one address from a template, and hand it over to be sent after the commit."""
    message = EmailMessage(subject, render_to_string(template, context), to=[to])
    transaction.on_commit(partial(sender.submit, deliver, message))


def deliver(message):
    """Send a mail; leave a line in the log where that fails (MAIL-2)."""
    try:
        message.send()
    except Exception:
        logger.exception("A mail could not be sent")
