"""How a login leaves for the provider, and how it ends without success (OIDC-2, OIDC-9)."""

from django.conf import settings
from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from requests import RequestException

from core.logs import log_security_event
from oidc.provider import ERRORS, get_provider

LINKED_ALREADY = "This login is already linked to an account."


def start(request, **state):
    """Store the state, and show a page that leads to the provider (OIDC-2).

    The page redirects, not the response: browsers may apply `form-action` to redirects of a form.
    """
    provider = get_provider()
    redirect_uri = request.build_absolute_uri(reverse("oidc:callback"))
    try:
        authorization = provider.create_authorization_url(redirect_uri)
    except ERRORS as error:
        return fail(request, error)
    url = authorization.pop("url")
    provider.save_authorize_data(request, redirect_uri=redirect_uri, **state, **authorization)
    return render(request, "oidc/redirect.html", {"url": url})


def fail(request, error):
    """Log the error, and show a message where the login began (OIDC-9, OIDC-10)."""
    log_security_event("oidc_failed", request.user.pk, reason=type(error).__name__)
    messages.error(request, get_message(error))
    return redirect("oidc:identities" if request.user.is_authenticated else "accounts:login")


def get_message(error):
    """Return the message for an error; no text of the provider is shown."""
    name = settings.OIDC_NAME
    if isinstance(error, RequestException):
        return f"{name} is not available. Please try again later."
    if getattr(error, "error", None) == "access_denied":
        return f"The login with {name} was cancelled."
    return f"The login with {name} failed. Please try again."
