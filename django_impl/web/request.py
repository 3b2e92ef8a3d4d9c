"""The request class: input of a client that Django would accept unchecked (BODY-7, CSRF-5)."""

import re

from django.core.handlers import wsgi
from django.http.multipartparser import MultiPartParserError

DEFAULT_PORTS = {"http": ":80", "https": ":443"}
BOUNDARY = re.compile(r";\s*boundary=(\"[^\"]*\"|[^\s;\"]+)", re.IGNORECASE)


class Request(wsgi.WSGIRequest):
    """Extends `django.core.handlers.wsgi.WSGIRequest`: ignores charsets, normalizes origins."""

    def __init__(self, environ):
        """Remove all parameters but the boundary from Content-Type, such as a charset."""
        content_type, separator, params = environ.get("CONTENT_TYPE", "").partition(";")
        boundary = BOUNDARY.search(separator + params)
        environ["CONTENT_TYPE"] = content_type.strip() + (boundary[0] if boundary else "")
        for name in {"HTTP_ORIGIN", "HTTP_REFERER"} & environ.keys():
            environ[name] = normalize_origin(environ[name])
        super().__init__(environ)

    def get_host(self):
        return super().get_host().lower().removesuffix(DEFAULT_PORTS[self.scheme])

    def parse_file_upload(self, META, post_data):
        """Parse a multipart form; raise MultiPartParserError for invalid headers of a part, too."""
        try:
            return super().parse_file_upload(META, post_data)
        except (LookupError, TypeError, ValueError) as error:
            raise MultiPartParserError(str(error)) from error


class WSGIHandler(wsgi.WSGIHandler):
    request_class = Request


def normalize_origin(url):
    """Return a URL with its scheme and host in lower case, and no default port (RFC 6454)."""
    scheme, separator, rest = url.partition("://")
    host, *path = re.split("(?=[/?#])", rest, maxsplit=1)
    port = DEFAULT_PORTS.get(scheme.lower(), "")
    return "".join([scheme.lower(), separator, host.lower().removesuffix(port), *path])
