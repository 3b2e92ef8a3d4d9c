"""A client of the API, without cookies, and optionally with a token."""

from datetime import UTC, datetime, timedelta

import requests

from shared_tests.support import http_log

SCOPES = ["profile:read", "email:read", "profile:write", "directory:read"]


def in_days(days):
    """Return the time in `days` days from now, in RFC 3339."""
    return (datetime.now(UTC) + timedelta(days=days)).isoformat().replace("+00:00", "Z")


class APIClient:
    """Sends requests to the API, with a bearer token if `secret` is given."""

    def __init__(self, base_url, secret=None):
        self.base_url = base_url
        self.headers = {"Authorization": f"Bearer {secret}"} if secret else {}

    def request(self, method, path, headers=None, **options):
        """Send one request and return the response; redirects are not followed."""
        with requests.Session() as session:
            session.trust_env = False
            headers = self.headers | (headers or {})
            options = {"timeout": 30, "allow_redirects": False} | options
            response = session.request(method, self.base_url + path, headers=headers, **options)
        http_log.add(response)
        return response

    def get(self, path, **options):
        return self.request("GET", path, **options)

    def post(self, path, **options):
        return self.request("POST", path, **options)

    def patch(self, path, **options):
        return self.request("PATCH", path, **options)

    def delete(self, path, **options):
        return self.request("DELETE", path, **options)

    def sign_up(self, account):
        """Sign up a user with the fields of the sign-up form, and return the response."""
        data = {name: value for name, value in account.items() if not name.startswith("password")}
        return self.post("/api/profiles/", json=data | {"password": account["password1"]})

    def make_token(self, username, password, scopes=SCOPES, **fields):
        """Create a token and return the response."""
        asked = {"username": username, "password": password, "scopes": scopes}
        asked |= {"name": "Backup", "expires_at": in_days(30)} | fields
        return self.post("/api/tokens/", json=asked)
