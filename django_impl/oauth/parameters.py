"""The parameters of a request of a program, read strictly (OAUTH-4, OAUTH-8)."""

import re

from authlib.oauth2 import rfc6749
from authlib.oauth2.rfc6749.requests import BasicOAuth2Payload

_CHARACTERS = r"[ !#-\[\]-~]{1,2000}"  # those that an error description may repeat
PATTERNS = {"state": re.compile("[ -~]{1,2000}")} | dict.fromkeys(
    (
        "client_id",
        "code",
        "code_challenge",
        "code_challenge_method",
        "code_verifier",
        "grant_type",
        "redirect_uri",
        "response_type",
        "scope",
        "token",
        "token_type_hint",
    ),
    re.compile(_CHARACTERS),
)


def read_parameters(fields):
    """Return the parameters by name, without empty and unknown ones (RFC 6749, 3.1 and 3.2).

    Raises InvalidRequestError if one is repeated or malformed.
    """
    known = {name: values for name, values in fields.lists() if name in PATTERNS}
    for name, values in known.items():
        if len(values) > 1 or not PATTERNS[name].fullmatch(values[0] or "-"):
            raise rfc6749.InvalidRequestError("A parameter is repeated or malformed.")
    return {name: value for name, (value,) in known.items() if value}


class OAuth2Request(rfc6749.OAuth2Request):
    """Extends `authlib.oauth2.rfc6749.OAuth2Request`: has only the parameters of one source.

    Authlib mixes those of the query string and of the form. It also rejects plain HTTP: that is
    a decision for the whole application here, the setting HTTPS.
    """

    def __init__(self, fields):
        super().__init__("POST", "https://localhost/")
        self.payload = BasicOAuth2Payload(read_parameters(fields))

    @property
    def form(self):
        return self.payload.data
