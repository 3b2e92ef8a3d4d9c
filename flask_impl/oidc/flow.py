"""How a login leaves for the provider, and how it ends without success (OIDC-2, OIDC-9)."""

from flask import current_app, flash, redirect, render_template, url_for
from flask_login import current_user
from requests import RequestException

from core.logs import log_security_event
from oidc.provider import ERRORS, get_provider

LINKED_ALREADY = "This login is already linked to an account."


def start(**state):
    """Store the state, and show a page that leads to the provider (OIDC-2).

    The page redirects, not the response: browsers may apply `form-action` to redirects of a form.
    """
    provider = get_provider()
    redirect_uri = url_for("oidc.callback", _external=True)
    try:
        authorization = provider.create_authorization_url(redirect_uri)
    except ERRORS as error:
        return fail(error)
    url = authorization.pop("url")
    provider.save_authorize_data(redirect_uri=redirect_uri, **state, **authorization)
    return render_template("oidc/redirect.html", url=url)


def fail(error):
    """Log the error, and show a message where the login began (OIDC-9, OIDC-10)."""
    pk = current_user.id if current_user.is_authenticated else None
    log_security_event("oidc_failed", pk, reason=type(error).__name__)
    flash(get_message(error), "error")
    return redirect(url_for("oidc.identities" if pk else "accounts.login"))


def get_message(error):
    """Return the message for an error; no text of the provider is shown."""
    name = current_app.config["OIDC_NAME"]
    if isinstance(error, RequestException):
        return f"{name} is not available. Please try again later."
    if getattr(error, "error", None) == "access_denied":
        return f"The login with {name} was cancelled."
    return f"The login with {name} failed. Please try again."
