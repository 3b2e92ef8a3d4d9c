"""Email."""

from django.core.mail import EmailMessage
from django.template.loader import render_to_string


def send_mail(subject, template, to, context):
    """Render an email to one recipient, and send it (MAIL-3)."""
    EmailMessage(subject, render_to_string(template, context), to=[to]).send()
