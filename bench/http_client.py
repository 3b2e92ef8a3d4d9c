"""An HTTP client that can log in, with a connection for each request."""

import re
import threading
import time
from contextlib import contextmanager
from http.cookiejar import CookieJar
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, HTTPRedirectHandler, ProxyHandler, build_opener

CSRF_FIELD = re.compile(r'name="(csrf\w+)"[^>]*value="([^"]+)"')
TIMEOUT = 30  # seconds


class NoRedirect(HTTPRedirectHandler):
    """Extends `urllib.request.HTTPRedirectHandler`: follows no redirect."""

    def redirect_request(self, *arguments):
        return None


class Client:
    """A client with its own cookies."""

    def __init__(self, url):
        self.url = url
        self.jar = CookieJar()
        self.opener = build_opener(ProxyHandler({}), HTTPCookieProcessor(self.jar), NoRedirect())

    def send(self, path, fields=None):
        """Send a GET request, or a POST request with form fields; return status and body."""
        data = urlencode(fields).encode() if fields else None
        try:
            with self.opener.open(self.url + path, data, TIMEOUT) as response:
                return response.status, response.read().decode()
        except HTTPError as error:
            with error:
                return error.code, error.read().decode()

    def get(self, path):
        """Return the body of a page. Raises RuntimeError unless the status is 200."""
        status, body = self.send(path)
        if status != 200:
            raise RuntimeError(f"{self.url}{path}: {status}")
        return body

    def etag(self, path):
        """Return the ETag of a page."""
        with self.opener.open(self.url + path, timeout=TIMEOUT) as response:
            return response.headers["ETag"]

    def seconds(self, path):
        """Return the seconds of a request."""
        started = time.perf_counter()
        self.get(path)
        return time.perf_counter() - started

    def submit(self, path, **fields):
        """Request a form and submit it. Raises RuntimeError if there is no redirect."""
        self.post(path, self.get_token(path), **fields)

    def get_token(self, path):
        """Return the field with the CSRF token of a form, as a dict."""
        name, token = CSRF_FIELD.search(self.get(path)).groups()
        return {name: token}

    def post(self, path, token, **fields):
        """Submit a form that was requested before. Raises RuntimeError if there is no redirect."""
        status, _ = self.send(path, token | fields)
        if status not in (302, 303):
            raise RuntimeError(f"{self.url}{path}: the form was rejected, {status}")

    def log_in(self, username, password):
        """Log in through the form; return the client."""
        self.submit("/accounts/login/", username=username, password=password)
        return self

    @property
    def cookie(self):
        """The value of the Cookie header."""
        return "; ".join(f"{each.name}={each.value}" for each in self.jar)


@contextmanager
def repeat_logins(url, username, password):
    """Log in repeatedly, each time as a new client, until the end of the block.

    Raises RuntimeError at the end if a login failed.
    """
    stopped, errors = threading.Event(), []

    def loop():
        while not stopped.is_set() and not errors:
            try:
                Client(url).log_in(username, password)
            except (RuntimeError, OSError) as error:
                errors.append(error)

    thread = threading.Thread(target=loop)
    thread.start()
    try:
        yield
    finally:
        stopped.set()
        thread.join()
    if errors:
        raise RuntimeError(f"A login failed: {errors[0]}")
