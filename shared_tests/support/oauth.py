"""A client of OAuth 2.0: a program that asks a user for a token, with PKCE."""

import secrets
from base64 import urlsafe_b64encode
from hashlib import sha256
from urllib.parse import parse_qs, urlencode, urlsplit

from shared_tests.support.admin_pages import open_list
from shared_tests.support.api_client import APIClient
from shared_tests.support.forms_by_label import follow, press, text
from shared_tests.support.responses import REDIRECTS

AUTHORIZE = "/oauth/authorize/"
TOKEN = "/oauth/token/"
REVOKE = "/oauth/revoke/"
CALLBACK = "https://client.example/callback?from=profiles"
LOOPBACK = "http://127.0.0.1/callback"


def register(superuser, name, redirect_uris=f"{CALLBACK}\n{LOOPBACK}"):
    """Submit the form to register a client; return the page."""
    superuser.get("/admin/")
    follow(superuser, "Clients")
    follow(superuser, "Add client")
    return press(superuser, "Save", {"Name": name, "Redirect URIs": redirect_uris})


def find_clients(superuser, search):
    """Return the texts of the cells of each client that the list finds: name, id, URIs and time."""
    page = open_list(superuser, "Clients", search)
    rows = [[*map(text, row(["td", "th"]))] for row in page.soup.select("tbody tr")]
    return [[cell for cell in row if cell] for row in rows]


def read_redirect(page):
    """Return the URI of a redirect without its query string, and the parameters by name."""
    assert page.status in REDIRECTS[page.response.request.method], page.status
    parts = urlsplit(page.headers["Location"])
    parameters = parse_qs(parts.query, keep_blank_values=True, strict_parsing=True)
    assert all(len(values) == 1 for values in parameters.values()), parameters
    return parts._replace(query="").geturl(), {name: one for name, (one,) in parameters.items()}


class OAuthClient(APIClient):
    """A registered client, with a `state` and a `code_verifier`. Parameters that are None are left out."""

    def __init__(self, base_url, client_id, redirect_uri=CALLBACK):
        super().__init__(base_url)
        self.client_id, self.redirect_uri = client_id, redirect_uri
        self.state, self.verifier = secrets.token_urlsafe(16), secrets.token_urlsafe(48)

    def get_url(self, **changes):
        """Return the path of the authorization request."""
        challenge = urlsafe_b64encode(sha256(self.verifier.encode()).digest()).rstrip(b"=").decode()
        parameters = {
            "response_type": "code",
            "client_id": self.client_id,
            "redirect_uri": self.redirect_uri,
            "scope": "profile:read",
            "state": self.state,
            "code_challenge": challenge,
            "code_challenge_method": "S256",
        } | changes
        given = {name: value for name, value in parameters.items() if value is not None}
        return f"{AUTHORIZE}?{urlencode(given, doseq=True)}"

    def ask(self, browser, **changes):
        """Open the page on which the user consents; return it, without following a redirect."""
        return browser.get(self.get_url(**changes), allow_redirects=False)

    def allow(self, browser, **changes):
        """Consent; return the code."""
        assert self.ask(browser, **changes).status == 200
        uri, parameters = read_redirect(decide(browser))
        assert uri == self.redirect_uri.partition("?")[0]
        return parameters["code"]

    def exchange(self, code, /, **changes):
        """Send a code to the token endpoint; return the response."""
        parameters = {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": self.redirect_uri,
            "client_id": self.client_id,
            "code_verifier": self.verifier,
        } | changes
        given = {name: value for name, value in parameters.items() if value is not None}
        return self.post(TOKEN, data=given)

    def get_token(self, browser, **changes):
        """Consent, and return the token."""
        return self.exchange(self.allow(browser, **changes)).json()["access_token"]

    def revoke(self, token, /, **changes):
        """Send a token to the revocation endpoint; return the response."""
        return self.post(REVOKE, data={"client_id": self.client_id, "token": token} | changes)


def decide(browser, **fields):
    """Submit the form of the page, by default with `Allow`; return the page, without a redirect."""
    url, hidden = browser.page.form("consent-form")
    data = hidden | (fields or {"days": "30", "allow": "yes"})
    return browser.request("POST", url, data=data, allow_redirects=False)


def has_access(base_url, token):
    """Return whether a token with the scope `profile:read` is active."""
    status = APIClient(base_url, token).get("/api/profile/").status_code
    assert status in (200, 401)
    return status == 200
