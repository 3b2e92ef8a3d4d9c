"""The request class: input of a client that Flask would accept unchecked (BODY, CSRF-5)."""

import re

import flask
from werkzeug import formparser
from werkzeug.datastructures import ImmutableMultiDict
from werkzeug.exceptions import BadRequestKeyError, HTTPException
from werkzeug.http import parse_date
from werkzeug.utils import cached_property

DEFAULT_PORTS = {"http": ":80", "https": ":443"}
DATE_HEADERS = ("HTTP_IF_MODIFIED_SINCE", "HTTP_IF_UNMODIFIED_SINCE", "HTTP_IF_RANGE")


class LastValueMultiDict(ImmutableMultiDict):
    """Extends `ImmutableMultiDict`: a key returns its last value, not its first (BODY-5)."""

    def __getitem__(self, name):
        if name not in self:
            raise BadRequestKeyError(name)
        return self.getlist(name)[-1]

    def items(self, multi=False):
        return super().items(multi) if multi else ((name, self[name]) for name in self)

    def values(self):
        return (self[name] for name in self)


class FormDataParser(formparser.FormDataParser):
    """Extends `werkzeug.formparser.FormDataParser`: last values of repeated fields (BODY-5)."""

    def parse(self, *args, **options):
        stream, form, files = super().parse(*args, **options)
        return stream, LastValueMultiDict(form), files


class Request(flask.Request):
    """Extends `flask.Request`: last values of repeated parameters, normalized headers."""

    form_data_parser_class = FormDataParser

    def __init__(self, environ, *args, **options):
        """Ignore Upgrade (ROUTE-4) and invalid dates; let Werkzeug detect a short body (BODY-8)."""
        environ.pop("HTTP_UPGRADE", None)
        environ.pop("wsgi.input_terminated", None)
        environ["PATH_INFO"] = environ.get("PATH_INFO") or "/"
        for name in {"HTTP_ORIGIN", "HTTP_REFERER", "HTTP_HOST"} & environ.keys():
            environ[name] = normalize_origin(environ[name])
        for name in DATE_HEADERS:
            if not is_readable_date(environ.get(name)):
                del environ[name]  # RFC 9110, 13.1.3: a recipient must ignore an invalid date
        super().__init__(environ, *args, **options)

    @cached_property
    def args(self):
        """The parameters of the query string, with their last values (BODY-5)."""
        return LastValueMultiDict(super().args)


class Flask(flask.Flask):
    """Extends `flask.Flask`: creates `Request`, and a URL adapter for any Host."""

    request_class = Request

    def create_url_adapter(self, request):
        """Return a URL adapter: the error page needs one if the Host is invalid, too (HOST-1)."""
        try:
            return super().create_url_adapter(request)
        except HTTPException:
            return self.url_map.bind("localhost")


def is_readable_date(value):
    """Return whether Werkzeug can parse the date of a header, or None (BODY-7)."""
    try:
        parse_date(value)
    except OverflowError:
        return False
    return True


def normalize_origin(url):
    """Return a URL with its scheme and host in lower case, and no default port (RFC 6454)."""
    scheme, separator, rest = url.partition("://")
    host, *path = re.split("(?=[/?#])", rest, maxsplit=1)
    port = DEFAULT_PORTS.get(scheme.lower(), "")
    return "".join([scheme.lower(), separator, host.lower().removesuffix(port), *path])
