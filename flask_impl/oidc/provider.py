"""The OpenID Connect provider, as a client of Authlib (OIDC-7 to OIDC-10)."""

import re

from authlib.common.errors import AuthlibBaseError
from authlib.integrations.base_client import MismatchingStateError, OAuthError
from authlib.integrations.flask_client import FlaskIntegration, FlaskOAuth2App
from flask import current_app, request, session
from joserfc.errors import JoseError
from requests import RequestException

from oidc.http import LimitedSession
from oidc.pending import LIFETIME, pending_logins

# What Authlib raises, also if a response of the provider is malformed in any way.
ERRORS = (
    AuthlibBaseError,
    JoseError,
    RequestException,
    ArithmeticError,
    AttributeError,
    LookupError,
    RuntimeError,
    TypeError,
    ValueError,
)
ENDPOINTS = ("authorization_endpoint", "token_endpoint", "jwks_uri")
ALGORITHMS = ["RS256", "PS256", "ES256"]  # with a public key: neither `none` nor a shared secret
PREFILLED = {
    "username": ("preferred_username", 30),
    "email": ("email", 254),
    "first_name": ("given_name", 150),
    "last_name": ("family_name", 150),
}


class Provider(FlaskOAuth2App):
    """Extends `FlaskOAuth2App`: checks the metadata, and the issuer of a response."""

    client_cls = LimitedSession

    def load_server_metadata(self):
        """Return the metadata that a login needs; raise one of ERRORS if they are invalid."""
        metadata = super().load_server_metadata()
        scheme = current_app.config["OIDC_ISSUER"].partition("//")[0]
        if metadata["issuer"] != current_app.config["OIDC_ISSUER"]:
            raise ValueError("The metadata are those of another issuer.")
        if not all(metadata[name].startswith(f"{scheme}//") for name in ENDPOINTS):
            raise ValueError("An endpoint has another scheme.")
        names = {"issuer", *ENDPOINTS, "authorization_response_iss_parameter_supported"}
        self.server_metadata = {name: metadata[name] for name in names & metadata.keys()}
        self.server_metadata["id_token_signing_alg_values_supported"] = ALGORITHMS
        self.server_metadata["_loaded_at"] = metadata["_loaded_at"]
        return self.server_metadata

    def get_state(self):
        """Return what was stored when the login began; raise MismatchingStateError."""
        state = self.framework.get_state_data(session, request.args.get("state"))
        if state is None:
            raise MismatchingStateError()
        return state

    def fetch_identity(self):
        """Return the identity with which the provider has responded; raise one of ERRORS.

        In any case, the state is no longer valid (OIDC-7).
        """
        try:
            token = self.fetch_token()
        finally:
            self.framework.clear_state_data(session, request.args["state"])
        return read_identity(token["userinfo"])

    def fetch_token(self):
        """Exchange the code in the response of the provider for a token."""
        if "error" in request.args:
            raise OAuthError(request.args["error"])
        metadata = self.load_server_metadata()
        required = metadata.get("authorization_response_iss_parameter_supported")
        issuer = request.args.get("iss", None if required else metadata["issuer"])
        if issuer != metadata["issuer"]:
            raise OAuthError("invalid_issuer")
        claims_options = {
            "iss": {"essential": True, "value": metadata["issuer"]},
            "aud": {"essential": True, "value": self.client_id},
        }
        return self.authorize_access_token(claims_options=claims_options)


def read_identity(claims):
    """Return the subject, and values for the sign-up form; raise ValueError."""
    if not re.fullmatch(r"[ -~]{1,255}", claims["sub"]):
        raise ValueError("The subject is invalid.")
    identity = {"subject": claims["sub"]}
    for field, (name, length) in PREFILLED.items():
        value = claims.get(name)
        text = value if isinstance(value, str) else ""
        identity[field] = "".join(filter(str.isprintable, text))[:length]
    return identity


def get_provider():
    """Return a client for one request: it loads metadata and keys that may have changed."""
    framework = FlaskIntegration("oidc", pending_logins)
    framework.expires_in = LIFETIME
    issuer = current_app.config["OIDC_ISSUER"].removesuffix("/")
    return Provider(
        framework,
        client_id=current_app.config["OIDC_CLIENT_ID"],
        client_secret=current_app.config["OIDC_CLIENT_SECRET"],
        server_metadata_url=f"{issuer}/.well-known/openid-configuration",
        client_kwargs={"scope": "openid profile email", "code_challenge_method": "S256"},
    )


def context_processor():
    """Add the name of the provider to all templates, empty if there is no provider."""
    return {"oidc_name": current_app.config["OIDC_ISSUER"] and current_app.config["OIDC_NAME"]}
