"""The endpoints of OAuth 2.0: consent, token, revocation and metadata."""

from authlib.common.urls import add_params_to_uri
from authlib.oauth2 import OAuth2Error
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.sessions import lock_current_user
from audit.models import log_action
from oauth.forms import ConsentForm
from oauth.metadata import get_metadata
from oauth.redirect_uris import get_origin
from oauth.server import RevocationEndpoint, server
from tokens.models import Scope
from web.errors import error_page
from web.middleware import HEADERS

INVALID_REQUEST = "A program has sent you here with an invalid request."


@require_http_methods(["GET", "HEAD", "POST"])
@lock_current_user
@login_required
def authorize(request: HttpRequest) -> HttpResponse:
    """Render the page on which the user consents, or redirect to the client (OAUTH-3, OAUTH-6)."""
    try:
        grant = server.get_consent_grant(request.GET, request.user)
        if request.method == "POST":
            return decide(request, grant)
    except OAuth2Error as error:
        return reject(request, error)
    return render_consent(request, grant, ConsentForm())


def decide(request, grant):
    """Redirect with the decision of the user, or render an invalid form again (OAUTH-6).

    Raises InvalidClientError if the client was deleted in the meantime.
    """
    grant.client.lock()
    form = ConsentForm(request.POST)
    if "allow" not in request.POST:
        return redirect_to_client(request, grant, user=None)
    if not form.is_valid():
        return render_consent(request, grant, form)
    grant.days = int(form.cleaned_data["days"])
    detail = f"{grant.client}: {grant.request.scope}, {grant.days} days"
    log_action(request.user, "oauth_allowed", [request.user], detail)
    return redirect_to_client(request, grant, request.user)


def reject(request, error):
    """Redirect to the client with the error, or show an error page without a valid client."""
    if not error.redirect_uri:
        return error_page(request, 400, detail=INVALID_REQUEST)
    return add_issuer(request, server.handle_error_response(request, error))


def render_consent(request, grant, form):
    """Render the page, whose policy allows the redirect after the form."""
    origin = get_origin(grant.redirect_uri)
    scopes = [Scope(each).label for each in grant.request.scope.split()]
    context = {"client": grant.client, "scopes": scopes, "origin": origin, "form": form}
    response = render(request, "oauth/authorize.html", context)
    response.headers["Content-Security-Policy"] = HEADERS["Content-Security-Policy"].replace(
        "form-action 'self'", f"form-action 'self' {origin}"
    )
    return response


def redirect_to_client(request, grant, user):
    """Redirect with a code or, without a user, with the error `access_denied` (OAUTH-6)."""
    response = server.create_authorization_response(grant.request, user, grant)
    return add_issuer(request, response)


def add_issuer(request, response):
    """Add the issuer to a redirect (RFC 9207)."""
    parameters = {"iss": get_issuer(request)}
    response.headers["Location"] = add_params_to_uri(response.headers["Location"], parameters)
    return response


def get_issuer(request):
    return request.build_absolute_uri("/").removesuffix("/")


@csrf_exempt
@require_POST
@transaction.atomic
def token(request: HttpRequest) -> HttpResponse:
    """Exchange a code for a token (OAUTH-7, OAUTH-8)."""
    try:
        return server.create_token_response(request.POST)
    except OAuth2Error as error:
        return server.handle_error_response(request, error)


@csrf_exempt
@require_POST
@transaction.atomic
def revoke(request: HttpRequest) -> HttpResponse:
    """Revoke a token of a client (OAUTH-11)."""
    try:
        return server.create_endpoint_response(RevocationEndpoint.ENDPOINT_NAME, request.POST)
    except OAuth2Error as error:
        return server.handle_error_response(request, error)


@require_safe
def metadata(request: HttpRequest) -> HttpResponse:
    """Return the metadata of the server (OAUTH-12)."""
    endpoints = {name: reverse(f"oauth:{name}") for name in ("authorize", "token", "revoke")}
    urls = {name: request.build_absolute_uri(path) for name, path in endpoints.items()}
    return JsonResponse(get_metadata(get_issuer(request), Scope.values, urls))
