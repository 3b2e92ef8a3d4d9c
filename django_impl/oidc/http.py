"""Requests to the provider, limited in time and size (OIDC-10)."""

import time
from io import BytesIO

import urllib3
from authlib.integrations.requests_client import OAuth2Session
from requests import ConnectionError
from requests.adapters import HTTPAdapter

TIMEOUT = 5  # seconds for each request
MAX_SIZE = 1_000_000  # bytes of a response
CHUNK_SIZE = 65_536  # bytes


class LimitedAdapter(HTTPAdapter):
    """Extends `requests.adapters.HTTPAdapter`: limits the time and the size of a response."""

    def send(self, request, timeout=None, **options):
        deadline = time.monotonic() + TIMEOUT
        response = super().send(request, timeout=TIMEOUT, **options)
        with response.raw as raw:
            try:
                response.raw = BytesIO(read_limited(raw, deadline))
            except (urllib3.exceptions.HTTPError, OSError) as error:
                raise ConnectionError(error, request=request) from error
        return response


def read_limited(raw, deadline):
    """Return the body of a response; raise OSError if it is too large, or late."""
    body = BytesIO()
    while chunk := raw.read1(CHUNK_SIZE, decode_content=True):
        body.write(chunk)
        if body.tell() > MAX_SIZE or time.monotonic() > deadline:
            raise OSError("The response is too large, or late.")
    return body.getvalue()


class LimitedSession(OAuth2Session):
    """Extends `authlib...requests_client.OAuth2Session`: limited, and without redirects."""

    def __init__(self, *arguments, **options):
        super().__init__(*arguments, **options)
        self.max_redirects = 0
        self.mount("http://", LimitedAdapter())
        self.mount("https://", LimitedAdapter())
