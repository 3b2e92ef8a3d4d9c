"""Somebody who logs in and looks at pages, each over a connection of its own."""

import re
import threading
import time
from contextlib import contextmanager
from http.cookiejar import CookieJar
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, HTTPRedirectHandler, ProxyHandler, build_opener

TOKEN = re.compile(r'name="(csrf\w+)"[^>]*value="([^"]+)"')
TIMEOUT = 30  # seconds


class NoRedirect(HTTPRedirectHandler):
    """A redirect is an answer."""

    def redirect_request(self, *arguments):
        return None


class Visitor:
    """A visitor with cookies of their own."""

    def __init__(self, url):
        self.url = url
        self.jar = CookieJar()
        self.opener = build_opener(ProxyHandler({}), HTTPCookieProcessor(self.jar), NoRedirect())

    def ask(self, path, fields=None):
        """Return the status and the body of an answer."""
        data = urlencode(fields).encode() if fields else None
        try:
            with self.opener.open(self.url + path, data, TIMEOUT) as answer:
                return answer.status, answer.read().decode()
        except HTTPError as error:
            with error:
                return error.code, error.read().decode()

    def get(self, path):
        """Return the body of a page; raise RuntimeError where the answer is another than 200."""
        status, body = self.ask(path)
        if status != 200:
            raise RuntimeError(f"{self.url}{path}: {status}")
        return body

    def seconds(self, path):
        """Return how long a page takes."""
        began = time.perf_counter()
        self.get(path)
        return time.perf_counter() - began

    def submit(self, path, **fields):
        """Fill in the form of a page; raise RuntimeError where it is not taken."""
        name, token = TOKEN.search(self.get(path)).groups()
        status, _ = self.ask(path, {name: token, **fields})
        if status not in (302, 303):
            raise RuntimeError(f"{self.url}{path}: the form was not taken, {status}")

    def log_in(self, username, password):
        """Log in through the form; return the visitor."""
        self.submit("/accounts/login/", username=username, password=password)
        return self

    @property
    def cookie(self):
        """The header that tells who this is."""
        return "; ".join(f"{each.name}={each.value}" for each in self.jar)


@contextmanager
def logging_in(url, username, password):
    """Log in again and again, each time as a new visitor, until the end of the block.

    Raises RuntimeError at its end if a login failed.
    """
    ended, errors = threading.Event(), []

    def loop():
        while not ended.is_set() and not errors:
            try:
                Visitor(url).log_in(username, password)
            except (RuntimeError, OSError) as error:
                errors.append(error)

    thread = threading.Thread(target=loop)
    thread.start()
    try:
        yield
    finally:
        ended.set()
        thread.join()
    if errors:
        raise RuntimeError(f"Logging in failed: {errors[0]}")
