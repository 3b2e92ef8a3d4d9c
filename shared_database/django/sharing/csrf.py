"""CSRF tokens of forms that the other implementation rendered."""

from django.conf import settings
from django.contrib.auth.signals import user_logged_in
from django.dispatch import receiver
from django.middleware.csrf import CSRF_SESSION_KEY, get_token
from django.utils.crypto import constant_time_compare
from django.utils.http import urlsafe_base64_decode

FIELD = "csrf_token"  # of a form, and of a session
SAFE_METHODS = ("GET", "HEAD", "OPTIONS", "TRACE")


def read_secret(token):
    """Return the secret inside a signed token, or an empty string.

    Its signature need not be checked: the secret is compared with that of the session.
    """
    try:
        return urlsafe_base64_decode(token.partition(".")[0]).decode().strip('"')
    except ValueError:
        return ""


class OtherFormsMiddleware:
    """Accepts a form with a valid token of the other implementation, as if it were its own."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        if request.method in SAFE_METHODS or getattr(view, "csrf_exempt", False):
            return
        secret = request.session.get(FIELD)
        token = request.POST.get(FIELD) or request.META.get(settings.CSRF_HEADER_NAME, "")
        if secret and constant_time_compare(read_secret(token), secret):
            request.META[settings.CSRF_HEADER_NAME] = get_token(request)
            request.session.setdefault(CSRF_SESSION_KEY, request.META["CSRF_COOKIE"])


@receiver(user_logged_in)
def delete_secret(sender, request, user, **kwargs):
    """Delete the secret of the forms from before the login (SESSION-2)."""
    request.session.pop(FIELD, None)
