"""An OpenID Connect provider that follows the specification, except where a test changes it."""

import base64
import hashlib
import hmac
import json
import secrets
import threading
import time
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, parse_qsl, urlencode, urlsplit

from joserfc import jws
from joserfc.jwk import RSAKey

CLIENT_ID, CLIENT_SECRET = "profiles", "secret-of-the-client"
NAME = "Example & Co"
KEY = RSAKey.generate_key(2048, {"kid": "first"}, auto_kid=False)
OTHER_KEY = RSAKey.generate_key(2048, {"kid": "first"}, auto_kid=False)
PUBLIC_PEM = KEY.as_pem(private=False)


class Provider:
    """The state of a provider. The attributes that `reset` sets are for tests to change."""

    def __init__(self, url):
        self.url = url
        self.reset()

    def reset(self):
        self.subject = secrets.token_urlsafe(9)
        self.claims = {}  # of the ID token; None removes a claim
        self.metadata = {}  # None removes a member
        self.responses = {}  # by path: a function that writes to the handler, instead
        self.key = KEY
        self.sign = self.sign_with_own_key
        self.codes = {}  # the parameters of the authorization request, by code
        self.requests = []  # (path, form) of each request

    def authorize(self, url, **changes):
        """Return the URL to which the provider redirects after an authorization request.

        `changes` are parameters of this URL; None removes one.
        """
        asked = dict(parse_qsl(urlsplit(url).query))
        assert asked["response_type"] == "code"
        assert asked["client_id"] == CLIENT_ID
        assert asked["code_challenge_method"] == "S256"
        code = secrets.token_urlsafe()
        self.codes[code] = asked
        parameters = {"code": code, "state": asked["state"], "iss": self.url} | changes
        return f"{asked['redirect_uri']}?{urlencode(without_none(parameters))}"

    def get_metadata(self):
        metadata = {
            "issuer": self.url,
            "authorization_endpoint": f"{self.url}/authorize",
            "token_endpoint": f"{self.url}/token",
            "jwks_uri": f"{self.url}/keys",
            "id_token_signing_alg_values_supported": ["RS256", "HS256", "none"],
        }
        return 200, without_none(metadata | self.metadata)

    def get_keys(self):
        return 200, {"keys": [self.key.as_dict(private=False)]}

    def rotate_key(self):
        """Replace the key by a new one with another ID."""
        self.key = RSAKey.generate_key(2048, {"kid": "second"}, auto_kid=False)

    def sign_with_own_key(self, claims):
        return sign(claims, self.key)

    def exchange(self, form, authorization):
        """Return the response to a token request: a code is valid once, for its client."""
        asked = self.codes.pop(form.get("code"), {})
        digest = hashlib.sha256(form.get("code_verifier", "").encode()).digest()
        challenge = base64.urlsafe_b64encode(digest).decode().rstrip("=")
        credentials = base64.b64encode(f"{CLIENT_ID}:{CLIENT_SECRET}".encode()).decode()
        if authorization != f"Basic {credentials}":
            return 401, {"error": "invalid_client"}
        if (challenge, form.get("redirect_uri")) != (
            asked.get("code_challenge"),
            asked.get("redirect_uri"),
        ):
            return 400, {"error": "invalid_grant"}
        claims = {
            "iss": self.url, "sub": self.subject, "aud": CLIENT_ID, "nonce": asked["nonce"],
            "iat": int(time.time()), "exp": int(time.time()) + 300,
        }  # fmt: skip
        token = self.sign(without_none(claims | self.claims))
        return 200, {"access_token": "x", "token_type": "Bearer", "id_token": token}


def without_none(values):
    """Return the members of a dict whose value is not None."""
    return {name: value for name, value in values.items() if value is not None}


def encode(value):
    """Return JSON in base64url."""
    return base64.urlsafe_b64encode(json.dumps(value).encode()).decode().rstrip("=")


def sign(claims, key):
    """Return an ID token with these claims; json.dumps also writes what is no valid Unicode."""
    header = {"alg": "RS256", "kid": key.kid}
    return jws.serialize_compact(header, json.dumps(claims), key)


def sign_with_other_key(claims):
    """Sign with a key that the provider does not publish, under the ID of one that it does."""
    return sign(claims, OTHER_KEY)


def leave_unsigned(claims):
    """Return an ID token without a signature (alg none)."""
    return f"{encode({'alg': 'none'})}.{encode(claims)}."


def sign_with_public_key(claims):
    """Sign with HMAC, and the published key as the secret."""
    signed = f"{encode({'alg': 'HS256', 'kid': 'first'})}.{encode(claims)}"
    digest = hmac.digest(PUBLIC_PEM, signed.encode(), "sha256")
    return f"{signed}.{base64.urlsafe_b64encode(digest).decode().rstrip('=')}"


class Handler(BaseHTTPRequestHandler):
    """Responds for a provider, which is an attribute of the server."""

    server: "Server"

    def log_message(self, *arguments):
        pass

    def handle_request(self):
        provider, path = self.server.provider, urlsplit(self.path).path
        length = int(self.headers.get("Content-Length") or 0)
        form = {
            name: values[0] for name, values in parse_qs(self.rfile.read(length).decode()).items()
        }
        provider.requests.append((path, form))
        if path in provider.responses:
            return provider.responses[path](self)
        match path:
            case "/.well-known/openid-configuration":
                return self.respond(*provider.get_metadata())
            case "/keys":
                return self.respond(*provider.get_keys())
            case "/token":
                return self.respond(*provider.exchange(form, self.headers.get("Authorization")))
        return self.respond(404, {})

    do_GET = do_POST = handle_request

    def respond(self, status, body, **headers):
        """Send a response: bytes as they are, and any other value as JSON."""
        content = body if isinstance(body, bytes) else json.dumps(body).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)


class Server(ThreadingHTTPServer):
    daemon_threads = True
    provider: Provider

    def handle_error(self, request, client_address):
        """Ignore that a client has closed the connection."""


@contextmanager
def serving():
    """Serve a provider on a free port of the loopback interface; yield it."""
    with Server(("127.0.0.1", 0), Handler) as server:
        server.provider = Provider(f"http://127.0.0.1:{server.server_port}")
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        try:
            yield server.provider
        finally:
            server.shutdown()
