"""The endpoints of OAuth 2.0: consent, token, revocation and metadata."""

from authlib.common.urls import add_params_to_uri
from authlib.oauth2 import OAuth2Error
from flask import Blueprint, make_response, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user, login_required

from audit.models import log_action
from core.extensions import db
from oauth.forms import ConsentForm
from oauth.metadata import get_metadata
from oauth.redirect_uris import get_origin
from oauth.server import RevocationEndpoint, server
from tokens.models import SCOPE_LABELS, Scope
from web.errors import error_page
from web.hooks import HEADERS

bp = Blueprint("oauth", __name__)
INVALID_REQUEST = "A program has sent you here with an invalid request."


@bp.route("/oauth/authorize/", methods=["GET", "POST"])
@login_required
def authorize() -> ResponseReturnValue:
    """Render the page on which the user consents, or redirect to the client (OAUTH-3, OAUTH-6)."""
    try:
        grant = server.get_consent_grant(request.args, current_user)
        if request.method == "POST":
            return decide(grant)
    except OAuth2Error as error:
        return reject(error)
    return render_consent(grant, ConsentForm())


def decide(grant):
    """Redirect with the decision of the user, or render an invalid form again (OAUTH-6).

    Raises InvalidClientError if the client was deleted in the meantime.
    """
    grant.client.lock()
    form = ConsentForm()
    if "allow" not in request.form:
        return redirect_to_client(grant, user=None)
    if not form.validate():
        return render_consent(grant, form)
    grant.days = int(form.days.data)
    detail = f"{grant.client}: {grant.request.scope}, {grant.days} days"
    log_action(current_user, "oauth_allowed", [current_user], detail)
    response = redirect_to_client(grant, current_user)
    db.session.commit()
    return response


def reject(error):
    """Redirect to the client with the error, or show an error page without a valid client."""
    if not error.redirect_uri:
        return error_page(400, detail=INVALID_REQUEST)
    return add_issuer(server.handle_error_response(request, error))


def render_consent(grant, form):
    """Render the page, whose policy allows the redirect after the form."""
    origin = get_origin(grant.redirect_uri)
    scopes = [SCOPE_LABELS[each] for each in grant.request.scope.split()]
    context = {"client": grant.client, "scopes": scopes, "origin": origin, "form": form}
    response = make_response(render_template("oauth/authorize.html", **context))
    response.content_security_policy = HEADERS["Content-Security-Policy"]
    response.content_security_policy.form_action = f"'self' {origin}"
    return response


def redirect_to_client(grant, user):
    """Redirect with a code or, without a user, with the error `access_denied` (OAUTH-6)."""
    response = server.create_authorization_response(grant.request, user, grant)
    return add_issuer(response)


def add_issuer(response):
    """Add the issuer to a redirect (RFC 9207)."""
    parameters = {"iss": get_issuer()}
    response.headers["Location"] = add_params_to_uri(response.headers["Location"], parameters)
    return response


def get_issuer():
    return request.host_url.removesuffix("/")


@bp.post("/oauth/token/")
def token() -> ResponseReturnValue:
    """Exchange a code for a token (OAUTH-7, OAUTH-8)."""
    try:
        response = server.create_token_response(request.form)
    except OAuth2Error as error:
        return server.handle_error_response(request, error)
    db.session.commit()
    return response


@bp.post("/oauth/revoke/")
def revoke() -> ResponseReturnValue:
    """Revoke a token of a client (OAUTH-11)."""
    try:
        response = server.create_endpoint_response(RevocationEndpoint.ENDPOINT_NAME, request.form)
    except OAuth2Error as error:
        return server.handle_error_response(request, error)
    db.session.commit()
    return response


@bp.get("/.well-known/oauth-authorization-server")
def metadata() -> ResponseReturnValue:
    """Return the metadata of the server (OAUTH-12)."""
    names = ("authorize", "token", "revoke")
    urls = {name: url_for(f"oauth.{name}", _external=True) for name in names}
    return get_metadata(get_issuer(), list(Scope), urls)
