"""A small browser: it stores cookies, follows redirects, and fills in forms by their ids."""

from functools import cached_property
from urllib.parse import urljoin, urlsplit

import requests
from bs4 import BeautifulSoup

from shared_tests.support import http_log


class Page:
    """A response, parsed as HTML."""

    def __init__(self, response):
        self.response = response
        self.status = response.status_code
        self.headers = response.headers
        self.url = response.url

    @cached_property
    def soup(self):
        return BeautifulSoup(self.response.text, "html5lib")

    @property
    def path(self):
        """The path and query string of the page, after redirects."""
        parts = urlsplit(self.url)
        return parts.path + (f"?{parts.query}" if parts.query else "")

    @property
    def h1(self):
        return self.select_text("h1")

    @property
    def current_user(self):
        """The name of the current user in the page header, or None for an anonymous user."""
        return self.select_text("#current-user")

    @property
    def main(self):
        """The texts below the page header, with normalized whitespace, for comparisons."""
        return [" ".join(text.split()) for text in self.soup.main.stripped_strings]

    @property
    def cache_control(self):
        """The directives of Cache-Control."""
        return {each.strip() for each in self.headers.get("Cache-Control", "").split(",")}

    def select_text(self, selector):
        """Return the text of the first element that matches, or None."""
        element = self.soup.select_one(selector)
        return None if element is None else element.get_text("\n", strip=True)

    def select_texts(self, selector):
        return [element.get_text(" ", strip=True) for element in self.soup.select(selector)]

    def error(self, field):
        """Return the error messages of a form field, or None."""
        return self.select_text(f"#id_{field}-error")

    def value(self, field):
        """Return the value of an input."""
        return self.soup.select_one(f"#id_{field}").get("value", "")

    def links(self):
        """Return the URLs that the page links to."""
        return [urljoin(self.url, link["href"]) for link in self.soup.select("a[href]")]

    def form(self, form_id):
        """Return the URL that a form posts to, and its hidden fields."""
        form = self.soup.find("form", id=form_id)
        assert form is not None, f"no form {form_id} at {self.path} ({self.status})"
        hidden = {each["name"]: each.get("value", "") for each in form.select("input[type=hidden]")}
        return urljoin(self.url, form.get("action") or self.url), hidden


class Browser:
    """A browser with its own cookies. `page` is the current page."""

    def __init__(self, base_url):
        self.base_url = base_url
        self.session = requests.Session()
        self.session.trust_env = False
        self.page = None

    def request(self, method, path, **options):
        """Send one request and return the page; redirects are followed by default."""
        url = urljoin(self.base_url, path)
        response = self.session.request(method, url, timeout=30, **options)
        for exchange in [*response.history, response]:
            http_log.add(exchange)
        self.page = Page(response)
        return self.page

    def get(self, path, **options):
        return self.request("GET", path, **options)

    def send(self, method, path, **options):
        """Send one request with a literal path, without following redirects."""
        request = requests.Request(method, self.base_url + "/", **options)
        prepared = self.session.prepare_request(request)
        prepared.url = self.base_url + path
        response = self.session.send(prepared, timeout=30, allow_redirects=False)
        http_log.add(response)
        return Page(response)

    def submit(self, form_id, **fields):
        """Fill in a form of the current page and submit it, with its hidden fields."""
        url, hidden = self.page.form(form_id)
        return self.request("POST", url, data=hidden | fields)

    def sign_up(self, **fields):
        self.get("/accounts/signup/")
        return self.submit("signup-form", **fields)

    def log_in(self, username, password, next_url=None):
        """Log in, with `?next=` if `next_url` is given."""
        self.get("/accounts/login/", params={"next": next_url} if next_url is not None else None)
        return self.submit("login-form", username=username, password=password)

    def request_password_reset(self, email):
        """Request a reset link; return the page after the redirect."""
        self.get("/accounts/password_reset/")
        return self.submit("reset-form", email=email)

    def log_out(self):
        self.get("/")
        return self.submit("logout-form")

    def cookies(self):
        return dict(self.session.cookies.items())
