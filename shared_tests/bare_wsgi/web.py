"""Requests and responses on top of WSGI."""

from email.parser import BytesParser
from http import HTTPStatus
from typing import Any
from urllib.parse import parse_qsl, quote

MAX_BODY = 1_000_000  # bytes (BODY-2)
MAX_FIELDS = 1000  # (BODY-3)
MULTIPART = b"Content-Type: %s\r\n\r\n%s"


class HTTPError(Exception):
    """A response with an error page. `headers` are added to it."""

    def __init__(self, status, headers=()):
        self.status = HTTPStatus(status)
        self.headers = list(headers)


class Response:
    """A status, headers and a body of text."""

    def __init__(self, text="", status=200, headers=(), content_type="text/html"):
        self.status = HTTPStatus(status)
        self.body = text.encode()
        self.headers = [("Content-Type", f"{content_type}; charset=utf-8"), *headers]


def redirect(url, status=303):
    """Return a redirect to a path of the application."""
    return Response(status=status, headers=[("Location", quote(url, safe="/?#&=+%:;,@!$'()*~[]"))])


class Request:
    """A request. Raise HTTPError for one that cannot be read.

    `database` and `visit` are set by the application.
    """

    database: Any = None
    visit: Any = None

    def __init__(self, environ):
        self.environ = environ
        self.method = environ["REQUEST_METHOD"]
        self.path = _text(environ["PATH_INFO"].encode("latin-1"), 404)
        self.query_string = environ.get("QUERY_STRING", "")
        self.query = _fields(self.query_string)
        self.host = environ.get("HTTP_HOST", "")
        self.cookies = _cookies(environ.get("HTTP_COOKIE", ""))
        self.form = self._read_form()

    def header(self, name):
        """Return a header of the request, or None."""
        return self.environ.get(f"HTTP_{name.upper().replace('-', '_')}")

    @property
    def full_path(self):
        """The path with the query string as it was sent."""
        return f"{self.path}?{self.query_string}" if self.query_string else self.path

    def _read_form(self):
        if "HTTP_TRANSFER_ENCODING" in self.environ:
            raise HTTPError(411)
        length = self.environ.get("CONTENT_LENGTH") or "0"
        if not length.isdecimal():
            raise HTTPError(400)
        if int(length) > MAX_BODY:
            raise HTTPError(413)
        body = self.environ["wsgi.input"].read(int(length))
        if len(body) < int(length):
            raise HTTPError(400)
        kind = self.environ.get("CONTENT_TYPE", "").partition(";")[0].strip().lower()
        if kind == "multipart/form-data":
            return _multipart(self.environ["CONTENT_TYPE"], body)
        return _fields(_text(body, 400)) if kind == "application/x-www-form-urlencoded" else {}


def _text(data, status):
    try:
        return data.decode()
    except UnicodeDecodeError:
        raise HTTPError(status) from None


def _fields(text):
    """Return the fields of a urlencoded text; the last one of a name counts (BODY-5)."""
    try:
        pairs = parse_qsl(text, keep_blank_values=True, errors="strict", max_num_fields=MAX_FIELDS)
    except ValueError:
        raise HTTPError(400) from None
    return dict(pairs)


def _multipart(content_type, body):
    """Return the text fields of a multipart form, without its files."""
    message = BytesParser().parsebytes(MULTIPART % (content_type.encode("latin-1"), body))
    fields = {}
    for part in message.walk():
        name = part.get_param("name", header="Content-Disposition")
        if isinstance(name, str) and part.get_filename() is None:
            fields[name] = _text(part.get_payload(decode=True) or b"", 400)
    return fields


def _cookies(header):
    pairs = (pair.strip().partition("=") for pair in header.split(";"))
    return {name: value for name, _, value in pairs}
