"""Redirect URIs: which may be registered, and which match a registered one (OAUTH-2, OAUTH-4)."""

import re

_LABEL = "[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?"
_LOOPBACK = r"http://(localhost|127\.0\.0\.1)"
_ORIGIN = rf"(https://({_LABEL}\.)*{_LABEL}|{_LOOPBACK})(:[0-9]{{1,5}})?"
_CHARACTERS = "[A-Za-z0-9._~!$&'()+,;=:@%/-]*"
REDIRECT_URI = re.compile(rf"({_ORIGIN})/{_CHARACTERS}(\?{_CHARACTERS})?")
MAX_LENGTH = 2000  # characters, of all redirect URIs of a client


def are_redirect_uris(text):
    """Return whether each word of a text is a URI that may be registered, and there is one."""
    uris = text.split()
    return bool(uris) and all(REDIRECT_URI.fullmatch(uri) for uri in uris)


def remove_port(uri):
    """Return a URI without the port of a loopback host, which a program may choose (RFC 8252)."""
    return re.sub(rf"\A({_LOOPBACK}):[0-9]{{1,5}}(?=/)", r"\1", uri)


def is_registered(uri, registered):
    """Return whether a URI equals one of the registered URIs, apart from the port of a loopback."""
    return remove_port(uri) in map(remove_port, registered.split())


def get_origin(uri):
    """Return the scheme, host and port of a registered URI."""
    return REDIRECT_URI.fullmatch(uri)[1]
